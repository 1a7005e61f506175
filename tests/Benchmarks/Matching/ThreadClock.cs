using System.Runtime.InteropServices;

namespace Rtx.Benchmarks.Matching;

/// <summary>Processor time of the calling thread: what another process or a garbage collector's thread takes is not in it.</summary>
internal static class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int ThreadCpuTime = 3;

    /// <summary>The time so far.</summary>
    public static TimeSpan Now => GetTime(ThreadCpuTime, out var time) == 0
        ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
        : throw new InvalidOperationException($"clock_gettime failed with {Marshal.GetLastPInvokeError()}.");

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out UnixTime time);

    private readonly struct UnixTime
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
