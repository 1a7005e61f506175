using System.Runtime.InteropServices;
using Rtx.Silo.Diagnostics;

namespace Rtx.Silo.Clustering;

/// <summary>
/// Ends a silo that can't go on, most often because the others voted it out while it was paused or cut off: its grains live elsewhere already, so there is nothing to hand
/// over, and each moment more it answers with what may be old. Orleans aborts the process instead, which looks like a crash and writes a core dump.
/// </summary>
internal sealed class EndAtOnce(ILogger<EndAtOnce> log) : IFatalErrorHandler
{
    /// <summary>What service managers see: a failure that goes away when the silo is started again (EX_TEMPFAIL).</summary>
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

    // Environment.Exit would wait for the host, and that for grains which nobody would take over.
    [DllImport("libc", EntryPoint = "_exit"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void End(int status);
}
