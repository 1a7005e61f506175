using Rtx.Chaos.Processes;

namespace Rtx.Chaos.Servers;

/// <summary>A silo or an API process. An unexpected end is followed by a restart after a moment, as by a service manager.</summary>
internal sealed class Node : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private readonly string _log;
    private readonly Func<string, IReadOnlyList<string>> _command;
    private readonly Action<string> _onEvent;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _closed = new();
    private SupervisedProcess? _process;
    private Task _watch = Task.CompletedTask;
    private bool _isHeldDown;

    public Node(string name, string log, Uri address, Func<string, IReadOnlyList<string>> command, Action<string> onEvent)
    {
        (Name, _log, Address, _command, _onEvent) = (name, log, address, command, onEvent);
        _http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
    }

    public string Name { get; }

    /// <summary>Address of its web pages.</summary>
    public Uri Address { get; }

    /// <summary>Id of the running process, or of the last one.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>The program to start.</summary>
    public required string Program { get; set; }

    /// <summary>Number of unexpected ends.</summary>
    public int UnexpectedEnds { get; private set; }

    /// <summary>Starts it.</summary>
    public async Task StartAsync()
    {
        // Other threads read it meanwhile, and must not mistake the ended process for one that is not restarted.
        var ended = _process;
        _process = await SupervisedProcess.StartAsync(Name, _log, _command(Program));
        _isHeldDown = false;
        if (ended is not null) await ended.DisposeAsync();
        if (_watch.IsCompleted) _watch = WatchAsync();
    }

    /// <summary>Kills it with SIGKILL; it stays down until it is started.</summary>
    public async Task KillAsync()
    {
        _isHeldDown = true;
        await _process!.EndAsync(Signal.Kill, TimeSpan.FromSeconds(10));
    }

    /// <summary>Stops it gracefully and waits; it stays down until it is started.</summary>
    public async Task StopAsync()
    {
        _isHeldDown = true;
        if (!_process!.HasExited) await _process.EndAsync(Signal.Terminate, StopPatience);
    }

    public void Pause() => _process!.Send(Signal.Stop);

    public void Resume() => _process!.Send(Signal.Continue);

    /// <summary>Whether it reports ready.</summary>
    public async Task<bool> IsReadyAsync()
    {
        if (_process is null or { HasExited: true }) return false;
        try
        {
            using var response = await _http.GetAsync(new Uri(Address, "health/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false; // Not listening yet, or too busy.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isHeldDown = true;
        await _closed.CancelAsync();
        await _watch;
        if (_process is not null) await _process.DisposeAsync();
        _http.Dispose();
        _closed.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            while (!_closed.IsCancellationRequested)
            {
                await Task.Delay(200, _closed.Token);
                if (_isHeldDown || _process is not { HasExited: true } ended) continue;
                UnexpectedEnds++;
                _onEvent($"{Name} ended by itself with status {ended.ExitCode}");
                await Task.Delay(RestartDelay, _closed.Token);
                if (!_isHeldDown && ReferenceEquals(_process, ended)) await StartAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }
}
