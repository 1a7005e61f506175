using System.Diagnostics;
using System.Globalization;

namespace Rtx.Chaos.Processes;

/// <summary>
/// A process of the run that can be signalled and always ends with the run: a shell holds our end of a pipe and kills the process when it
/// closes. Restarts append to the same log.
/// </summary>
internal sealed class SupervisedProcess : IAsyncDisposable
{
    // The shell answers with the id of the process and ends with it. Background commands read nothing unless given another input.
    private const string KillWhenInputEnds = """
        trap '' INT
        exec 3<&0 2>/dev/null
        log=$1; shift
        "$@" </dev/null >>"$log" 2>&1 3<&- &
        child=$!
        echo $child
        { read -r _ <&3; kill -KILL $child 2>/dev/null; } &
        watch=$!
        wait $child
        status=$?
        kill $watch 2>/dev/null
        exit $status
        """;

    private readonly Process _shell;

    private SupervisedProcess(string name, Process shell, int id) => (Name, _shell, Id) = (name, shell, id);

    public string Name { get; }

    /// <summary>The process id.</summary>
    public int Id { get; }

    public bool HasExited => _shell.HasExited;

    /// <summary>The exit code: above 128 for a signal.</summary>
    public int ExitCode => _shell.ExitCode;

    /// <summary>Starts a program; the command must not fork, so that signals reach the program itself.</summary>
    public static async Task<SupervisedProcess> StartAsync(string name, string log, IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
            ArgumentList = { "-c", KillWhenInputEnds, "sh", log },
        };
        foreach (var argument in command) start.ArgumentList.Add(argument);
        var shell = Process.Start(start)!;
        var line = await shell.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{name} did not start.");
        return new SupervisedProcess(name, shell, int.Parse(line, CultureInfo.InvariantCulture));
    }

    public void Send(Signal signal) => Signals.Send(Id, signal);

    /// <summary>Sends a signal and waits for the end.</summary>
    public async Task EndAsync(Signal signal, TimeSpan patience)
    {
        Send(signal);
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            await _shell.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException e)
        {
            Send(Signal.Kill);
            await _shell.WaitForExitAsync(CancellationToken.None);
            throw new TimeoutException($"{Name} did not end within {patience.TotalSeconds:0} s and was killed.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited) await EndAsync(Signal.Kill, TimeSpan.FromSeconds(30));
        _shell.StandardInput.Close();
        _shell.Dispose();
    }
}
