using System.Diagnostics;
using Rtx.Testing;

namespace Rtx.Cluster.Tests.Systems;

/// <summary>A real silo process that can be killed without warning, as an operating system or a power cut does.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Uri _health;

    private SiloProcess(Process process, Uri health) => (_process, _health) = (process, health);

    public bool IsRunning => !_process.HasExited;

    /// <summary>Its resident memory.</summary>
    public long Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 >> 20;
        }
    }

    /// <summary>Starts the silo that this checkout built, with the given settings.</summary>
    public static SiloProcess Start(int httpPort, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var program = typeof(Silo.Settings.DashboardSettings).Assembly.Location;
        // Its output is not read, so it must not be redirected: a full pipe would stop it.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec dotnet \"$0\" >/dev/null 2>&1", program])
        {
            Environment = { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{httpPort}" },
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return new SiloProcess(Process.Start(start)!, new Uri($"http://127.0.0.1:{httpPort}/health/ready"));
    }

    /// <summary>Waits until the silo is part of its cluster.</summary>
    public async Task WaitUntilReadyAsync()
    {
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            () => _process.HasExited ? Task.FromResult(true) : IsReadyAsync(http), "the silo is ready", TimeSpan.FromMinutes(2));
        Assert.False(_process.HasExited, "The silo ended.");
    }

    /// <summary>Asks the process to end, as service managers do, and waits until it has handed over.</summary>
    /// <returns>Its exit code: 0 when it ended in order.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        await _process.WaitForExitAsync(new CancellationTokenSource(StopPatience).Token);
        return _process.ExitCode;
    }

    /// <summary>Pauses the process, as a hypervisor may, and waits until the silo ends because of it.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> PauseUntilItEndsAsync(TimeSpan pause)
    {
        await SignalAsync("STOP");
        await Task.Delay(pause);
        await SignalAsync("CONT");
        await _process.WaitForExitAsync(new CancellationTokenSource(StopPatience).Token);
        return _process.ExitCode;
    }

    /// <summary>Kills the process with SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync(_health);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // Not listening yet.
        }
    }
}
