using System.Globalization;

namespace Rtx.Cluster.Tests.Scale;

/// <summary>Environment variables that make a test large, or give it another seed.</summary>
internal static class ScaleVariables
{
    public static bool IsGiven(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 };

    public static int Read(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
