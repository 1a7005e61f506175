using System.Runtime.InteropServices;
using Rtx.Silo.Diagnostics;

namespace Rtx.Silo.Clustering;

/// <summary>
/// Ends a silo that can't continue, most often because the others voted it out while it was paused or cut off: its grains are already
/// active elsewhere, so there is nothing to hand over, and every further answer may be outdated. Orleans aborts the process instead, which
/// looks like a crash and writes a core dump.
/// </summary>
internal sealed class EndAtOnce(ILogger<EndAtOnce> log) : IFatalErrorHandler
{
    /// <summary>Exit code for service managers: a failure that a restart resolves (EX_TEMPFAIL).</summary>
    public const int ExitCode = 75;

    private static readonly TimeSpan LogPatience = TimeSpan.FromMilliseconds(500);

    public bool IsUnexpected(Exception exception) => exception is not OperationCanceledException;

    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        log.EndsAtOnce(context, exception);
        // Loggers write in the background.
        Thread.Sleep(LogPatience);
        End(ExitCode);
    }

    // Environment.Exit would wait for the host, which waits for grains that no silo would take over.
    [DllImport("libc", EntryPoint = "_exit"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void End(int status);
}
