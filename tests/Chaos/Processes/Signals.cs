using System.Globalization;
using System.Runtime.InteropServices;

namespace Rtx.Chaos.Processes;

/// <summary>Linux signal numbers.</summary>
internal enum Signal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>Sends signals to processes started by this run.</summary>
internal static partial class Signals
{
    /// <summary>Sends a signal; does nothing when the process has ended.</summary>
    public static void Send(int process, Signal signal) => _ = Kill(process, (int)signal);

    /// <summary>Sends a signal to a process and, parents first, to all its descendants.</summary>
    public static void SendToTree(int process, Signal signal)
    {
        Send(process, signal);
        foreach (var child in ChildrenOf(process)) SendToTree(child, signal);
    }

    /// <summary>The running children of a process.</summary>
    public static IReadOnlyList<int> ChildrenOf(int process)
    {
        try
        {
            return
            [
                .. File.ReadAllText($"/proc/{process}/task/{process}/children")
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
            ];
        }
        catch (IOException)
        {
            return []; // It has ended.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
