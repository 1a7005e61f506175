using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using HdrHistogram;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Fanout;

/// <summary>Many connections to a hub as plain web sockets: they count what comes, because reading it as the SDK does would cost more than sending it.</summary>
internal sealed class QuoteListeners : IAsyncDisposable
{
    private const byte EndOfMessage = 0x1e;

    private readonly List<ClientWebSocket> _sockets = [];
    private readonly List<Task> _reading = [];
    private readonly CancellationTokenSource _stopping = new();
    private long _answers;
    private long _messages;
    private long _quotes;

    public long Messages => Interlocked.Read(ref _messages);

    public long Quotes => Interlocked.Read(ref _quotes);

    /// <summary>When the quote of a sequence was sent, as stopwatch time; null while latency is not measured.</summary>
    public long[]? SentAt { get; set; }

    public HistogramBase Latency { get; } = Latencies.NewHistogram();

    /// <summary>Connects, and subscribes each connection to its symbols.</summary>
    public async Task ConnectAsync(Uri root, string? accessToken, IReadOnlyList<IReadOnlyList<string>> symbols, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(new Uri(root, "hubs/trading")) { Scheme = "ws" }.Uri;
        foreach (var own in symbols)
        {
            var socket = new ClientWebSocket();
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            if (accessToken is not null) socket.Options.SetRequestHeader("Authorization", $"Bearer {accessToken}");
            await socket.ConnectAsync(address, cancellationToken);
            _sockets.Add(socket);
            _reading.Add(ReadAsync(socket));
            await SendAsync(socket, """{"protocol":"json","version":1}""", cancellationToken);
            foreach (var symbol in own) await SendAsync(socket, $$"""{"type":1,"invocationId":"1","target":"SubscribeQuotes","arguments":["{{symbol}}"]}""", cancellationToken);
        }

        var expected = symbols.Sum(own => own.Count);
        while (Interlocked.Read(ref _answers) < expected) await Task.Delay(20, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_reading);
        foreach (var socket in _sockets) socket.Dispose();
        _stopping.Dispose();
    }

    private static Task SendAsync(ClientWebSocket socket, string message, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + (char)EndOfMessage), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    private async Task ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        var filled = 0;
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(filled), _stopping.Token);
                if (read.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException("The server has closed a connection.");
                filled += read.Count;
                var start = 0;
                for (int length; (length = buffer.AsSpan(start, filled - start).IndexOf(EndOfMessage)) >= 0; start += length + 1) Take(buffer.AsSpan(start, length));
                buffer.AsSpan(start, filled - start).CopyTo(buffer);
                filled -= start;
            }
        }
        catch (OperationCanceledException)
        {
            // Measured.
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        if (message.IndexOf("\"target\":\"Quotes\""u8) < 0)
        {
            if (message.IndexOf("\"type\":3"u8) >= 0) Interlocked.Increment(ref _answers);
            return;
        }

        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _quotes, message.Count("\"symbol\":"u8));
        if (SentAt is not { } sentAt) return;
        var tail = message[(message.IndexOf("\"sequence\":"u8) + "\"sequence\":"u8.Length)..];
        var sequence = int.Parse(tail[..tail.IndexOfAny((byte)',', (byte)'}')], CultureInfo.InvariantCulture);
        var latency = Stopwatch.GetElapsedTime(Volatile.Read(ref sentAt[sequence]));
        lock (Latency) Latency.Record(latency);
    }
}
