using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;
using Rtx.Client;

namespace Rtx.Benchmarks.Fanout;

/// <summary>
/// Quotes come in over REST and are read by web sockets here. The limit is a bare SignalR hub that is handed whole messages over HTTP and broadcasts them, each
/// written once for all, to as many sockets of the same kind.
/// </summary>
internal sealed class FanoutBenchmark(RunningSystem system, TimeSpan duration)
{
    private const int LatencyClients = 200;
    private const int SymbolsPerClient = 10;
    private const int Symbols = 100;
    private const short Provider = 9;

    // Rounds of quotes of every instrument: more than a client is sent.
    private static readonly TimeSpan QuoteInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MessageInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private int _sequence;

    /// <summary>Single quotes after silence, from just before the request to each client.</summary>
    public async Task<Result> MeasureLatencyAsync(CancellationToken cancellationToken)
    {
        using var client = await system.ConnectAsync(cancellationToken);
        var symbol = await MakeInstrumentAsync(client, cancellationToken);
        var ours = await MeasureLatencyAsync(system.Url, client.AccessToken, [symbol], "quote to client", sequence => client.Ticks.SendAsync([TickOf(symbol, sequence)], cancellationToken), cancellationToken);
        using var hub = await BareHub.StartAsync(cancellationToken);
        using var http = new HttpClient();
        var bare = await MeasureLatencyAsync(
            hub.Address, accessToken: null, [], "bare broadcast", sequence => BroadcastAsync(http, hub, [QuoteOf(symbol, sequence)], cancellationToken), cancellationToken);
        return new Result("fanout latency", $"{LatencyClients} clients, a quote after {Silence.TotalMilliseconds:0} ms of silence", ours, bare);
    }

    /// <summary>A market that moves faster than clients are sent, for many clients with an own choice of instruments each.</summary>
    public async Task<Result> MeasureRateAsync(int clients, CancellationToken cancellationToken)
    {
        using var client = await system.ConnectAsync(cancellationToken);
        var symbols = new List<string>();
        for (var i = 0; i < Symbols; i++) symbols.Add(await MakeInstrumentAsync(client, cancellationToken));
        var choice = Enumerable.Range(0, clients).Select(i => (IReadOnlyList<string>)[.. Enumerable.Range(0, SymbolsPerClient).Select(j => symbols[(i + (j * 7)) % Symbols])]).ToList();
        var (ours, details) = await MeasureRateAsync(
            system.Url, client.AccessToken, choice, FindProcess(system.Url), "messages per second of server CPU", QuoteInterval,
            sequence => client.Ticks.SendAsync([.. symbols.Select(symbol => TickOf(symbol, sequence))], cancellationToken), cancellationToken);

        using var hub = await BareHub.StartAsync(cancellationToken);
        using var http = new HttpClient();
        var (bare, bareDetails) = await MeasureRateAsync(
            hub.Address, accessToken: null, [.. choice.Select(_ => (IReadOnlyList<string>)[])], hub.Process, "same, bare broadcast", MessageInterval,
            sequence => BroadcastAsync(http, hub, [.. symbols.Take(SymbolsPerClient).Select(symbol => QuoteOf(symbol, sequence))], cancellationToken), cancellationToken);
        return new Result("fanout", $"{clients:#,0} clients × {SymbolsPerClient} of {Symbols} instruments, {details}; bare {bareDetails}", ours, bare);
    }

    private async Task<MeasuredSide> MeasureLatencyAsync(
        Uri root, string? accessToken, IReadOnlyList<string> symbols, string name, Func<int, Task> send, CancellationToken cancellationToken)
    {
        await using var listeners = new QuoteListeners();
        await listeners.ConnectAsync(root, accessToken, [.. Enumerable.Range(0, LatencyClients).Select(_ => symbols)], cancellationToken);
        listeners.SentAt = new long[1_000_000];
        var started = Stopwatch.GetTimestamp();
        for (var warm = false; Stopwatch.GetElapsedTime(started) < WarmUp + duration;)
        {
            if (!warm && Stopwatch.GetElapsedTime(started) > WarmUp)
            {
                warm = true;
                lock (listeners.Latency) listeners.Latency.Reset();
            }

            var sequence = ++_sequence;
            Volatile.Write(ref listeners.SentAt[sequence], Stopwatch.GetTimestamp());
            await send(sequence);
            await Task.Delay(Silence, cancellationToken);
        }

        lock (listeners.Latency)
        {
            var count = listeners.Latency.TotalCount;
            return new MeasuredSide(name, count, count / duration.TotalSeconds, Latencies.PercentilesOf(listeners.Latency));
        }
    }

    private async Task<(MeasuredSide Side, string Details)> MeasureRateAsync(
        Uri root, string? accessToken, IReadOnlyList<IReadOnlyList<string>> choice, Process server, string name, TimeSpan interval, Func<int, Task> send, CancellationToken cancellationToken)
    {
        await using var listeners = new QuoteListeners();
        await listeners.ConnectAsync(root, accessToken, choice, cancellationToken);
        await SendAsync(WarmUp);
        server.Refresh();
        var (messages, quotes, cpu, started) = (listeners.Messages, listeners.Quotes, server.TotalProcessorTime, Stopwatch.GetTimestamp());
        await SendAsync(duration);
        server.Refresh();
        var (sent, sentQuotes, used, elapsed) = (listeners.Messages - messages, listeners.Quotes - quotes, (server.TotalProcessorTime - cpu).TotalSeconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
        var details = string.Create(CultureInfo.InvariantCulture, $"{sent / elapsed:#,0} messages/s with {sentQuotes / elapsed:#,0} quotes/s on {used / elapsed:0.00} cores");
        return (new MeasuredSide(name, sent, sent / used, LatencyMs: null), details);

        async Task SendAsync(TimeSpan time)
        {
            using var timer = new PeriodicTimer(interval);
            for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < time; await timer.WaitForNextTickAsync(cancellationToken)) await send(++_sequence);
        }
    }

    private static async Task BroadcastAsync(HttpClient http, BareHub hub, IReadOnlyList<Quote> quotes, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(new Uri(hub.Address, "quotes"), quotes, RtxJson.Options, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<string> MakeInstrumentAsync(RtxClient client, CancellationToken cancellationToken) =>
        (await SpotInstruments.MakeAsync(client, 'F', 0.01m, cancellationToken)).Symbol;

    private static decimal BidOf(int sequence) => 100m + (0.01m * (sequence % 100));

    private static Tick TickOf(string symbol, int sequence) => new()
    {
        Symbol = symbol, ProviderId = Provider, Sequence = sequence, Time = DateTimeOffset.UtcNow, Kind = TickKind.Quote,
        Bid = BidOf(sequence), BidQty = 1m, Ask = BidOf(sequence) + 0.01m, AskQty = 1m,
    };

    private static Quote QuoteOf(string symbol, int sequence) => new()
    {
        Symbol = symbol, ProviderId = Provider, Sequence = sequence, Time = DateTimeOffset.UtcNow,
        Bid = BidOf(sequence), BidQty = 1m, Ask = BidOf(sequence) + 0.01m, AskQty = 1m,
    };

    // The process that ./bench has told to listen there.
    private static Process FindProcess(Uri url)
    {
        var wanted = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"ASPNETCORE_URLS=http://127.0.0.1:{url.Port}\0"));
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)))
        {
            try
            {
                if (File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(wanted) >= 0) return Process.GetProcessById(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, or ended.
            }
        }

        throw new InvalidOperationException($"No process of this machine serves {url}.");
    }
}
