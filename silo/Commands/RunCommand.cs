using Rtx.Silo.Startup;

namespace Rtx.Silo.Commands;

/// <summary>Runs the silo with its operator pages: health, and the dashboard behind a login.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var app = SiloHost.Build([]);
        await app.RunAsync(cancellationToken);
        return 0;
    }
}
