using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Rtx.Testing.Infrastructure;

/// <summary>
/// A server that lives as long as this process, however the process ends: a shell reads from our pipe, and when the pipe closes it stops
/// the server and removes its folder. The shell itself ignores Ctrl-C, which a terminal sends to the whole process group.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private const string StopWhenInputEnds = """
        trap '' INT
        folder=$1; shift
        "$@" </dev/null >"$folder/server.log" 2>&1 &
        cat >/dev/null
        kill -INT $! 2>/dev/null
        wait $! 2>/dev/null
        rm -rf "$folder"
        """;

    private readonly Process _shell;
    private bool _isDisposed;

    private ServerProcess(Process shell, string folder, int port)
    {
        _shell = shell;
        Folder = folder;
        Port = port;
    }

    public string Folder { get; }

    public int Port { get; }

    public bool HasExited => _isDisposed || _shell.HasExited;

    /// <summary>Starts a server in a folder of its own; the log goes to <c>server.log</c> there.</summary>
    public static ServerProcess Start(string folder, int port, params IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            ArgumentList = { "-c", StopWhenInputEnds, "sh", folder },
        };
        foreach (var argument in command) start.ArgumentList.Add(argument);
        return new ServerProcess(Process.Start(start)!, folder, port);
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Free ports outside the ephemeral range, so that no outgoing connection takes one of them.</summary>
    public static IReadOnlyList<int> FreePortsForLater(int count)
    {
        const int First = 20_000;
        const int Ports = 10_000;
        return [.. Enumerable.Range(Environment.ProcessId * count, Ports).Select(step => First + (step % Ports)).Where(IsFree).Take(count)];
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false; // The port is in use.
        }
    }

    /// <summary>Asks again until the server answers; throws with its log when it ends or has not answered in time.</summary>
    public async Task WaitUntil(Func<Task<bool>> isReady, TimeSpan? patience = null)
    {
        try
        {
            await Eventually.HoldsAsync(async () => HasExited || await isReady(), "the server answers", patience);
        }
        catch (TimeoutException late)
        {
            throw new InvalidOperationException($"The server did not start: {await ReadLog()}", late);
        }

        if (HasExited) throw new InvalidOperationException($"The server ended: {await ReadLog()}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private async Task<string> ReadLog()
    {
        var path = Path.Combine(Folder, "server.log");
        return File.Exists(path) ? await File.ReadAllTextAsync(path) : "no log";
    }
}
