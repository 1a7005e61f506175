using System.Net.WebSockets;
using System.Text;

namespace Rtx.Chaos.Hostile.Attacks;

/// <summary>Opens downloads and live connections, requests everything, and hardly reads.</summary>
internal static class SlowReader
{
    private const int Downloads = 6;
    private const int Streams = 6;
    private const char EndOfMessage = '\u001e';

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    public static Task RunAsync(Attacker attacker, CancellationToken stop) => Task.WhenAll(
        Enumerable.Range(0, Downloads).Select(number => AgainAsync(attacker, () => DownloadAsync(attacker, number, stop), stop))
            .Concat(Enumerable.Range(0, Streams).Select(number => AgainAsync(attacker, () => ListenAsync(attacker, number, stop), stop))));

    private static async Task AgainAsync(Attacker attacker, Func<Task> once, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await once();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or WebSocketException or OperationCanceledException)
            {
                if (!stop.IsCancellationRequested) await attacker.Tally.NoteNoAnswerAsync();
            }

            await Task.Delay(Pace, CancellationToken.None);
        }
    }

    private static async Task DownloadAsync(Attacker attacker, int number, CancellationToken stop)
    {
        var instrument = attacker.Instruments[number % attacker.Instruments.Count];
        using var response = await attacker.Raw[number % attacker.Raw.Count]
            .OpenAsync($"/api/v1/instruments/{instrument.Symbol}/ticks/download?format=ndjson", stop);
        attacker.Tally.NoteRequest((int)response.StatusCode, "");
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        var one = new byte[1];
        while (await body.ReadAsync(one, stop) > 0) await Task.Delay(Pace, stop);
    }

    private static async Task ListenAsync(Attacker attacker, int number, CancellationToken stop)
    {
        var (address, accessToken) = attacker.Raw[number % attacker.Raw.Count].Server;
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {accessToken}");
        await socket.ConnectAsync(new UriBuilder(new Uri(address, "hubs/trading")) { Scheme = "ws" }.Uri, stop);
        attacker.Tally.NoteRequest((int)System.Net.HttpStatusCode.SwitchingProtocols, "");
        await SendAsync("""{"protocol":"json","version":1}""");
        foreach (var instrument in attacker.Instruments)
        {
            foreach (var method in new[] { "SubscribeQuotes", "SubscribeTrades", "SubscribeOrders" })
                await SendAsync($$"""{"type":1,"invocationId":"{{method}}","target":"{{method}}","arguments":["{{instrument.Symbol}}"]}""");
        }

        // Reads a little at a time: the connection is alive, and always behind.
        var little = new byte[16];
        while (socket.State == WebSocketState.Open)
        {
            await socket.ReceiveAsync(little.AsMemory(), stop);
            await Task.Delay(Pace, stop);
        }

        Task SendAsync(string message) =>
            socket.SendAsync(Encoding.UTF8.GetBytes(message + EndOfMessage), WebSocketMessageType.Text, endOfMessage: true, stop);
    }
}
