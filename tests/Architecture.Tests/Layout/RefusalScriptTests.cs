using System.Globalization;

namespace Rtx.Architecture.Tests.Layout;

/// <summary>Scripts that define how the database refuses a commit (RX001).</summary>
public sealed class RefusalScriptTests
{
    // Since then silos read the hint: details of errors hold the values of rows, end in logs, and are no longer asked for.
    private const int FirstWithHint = 15;

    [Fact]
    public void A_refused_commit_names_its_streams_in_the_hint()
    {
        var scripts = Checkout.Files("*.up.sql").Where(script => Number(script) >= FirstWithHint && File.ReadAllText(script).Contains("'RX001'", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.Contains("hint =", File.ReadAllText(script), StringComparison.Ordinal));
    }

    private static int Number(string script) => int.Parse(Path.GetFileName(script).Split('_')[0], CultureInfo.InvariantCulture);
}
