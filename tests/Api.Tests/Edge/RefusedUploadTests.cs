using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.Edge;

/// <summary>Whoever sends ticks and may not is told so, also when he looks for an answer only when he has sent everything.</summary>
public sealed class RefusedUploadTests(RtxSystem system)
{
    private const string Lines = "application/x-ndjson";
    private const int ChunkBytes = 64 * 1024;

    // 32 MB: more than any body of a limited size, and than sockets keep.
    private const int Chunks = 500;

    // Longer than the five seconds for which the server would read on by itself.
    private const int SlowChunks = 65;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/ticks", "application/json")]
    [InlineData("/api/v1/ticks/lines", Lines)]
    [InlineData("/api/v1/ticks/packed", "application/vnd.rtx.ticks")]
    public async Task Who_sends_much_is_told(string path, string contentType)
    {
        await using var floor = await Floor.Open(system);

        var answer = await UploadAsync(path, contentType, floor.Trader.AccessToken!, first: "", Chunks, TimeSpan.Zero);

        Assert.Contains(" 403 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_sends_slowly_is_told()
    {
        await using var floor = await Floor.Open(system);
        var administrator = await system.AdministratorAsync();
        const string Tick = """{"symbol":"NOBODYKNOWS","providerId":9,"sequence":1,"time":"2026-01-02T03:04:05Z","kind":"quote","bid":"10","bidQty":"1","ask":"11","askQty":"1"}""";
        // As many as are taken together.
        var batch = string.Concat(Enumerable.Repeat(Tick + "\n", 5_000));

        var answers = await Task.WhenAll(
            UploadAsync("/api/v1/ticks/lines", Lines, floor.Trader.AccessToken!, first: "", SlowChunks, Pause),
            UploadAsync("/api/v1/ticks/lines", Lines, administrator.AccessToken!, batch, SlowChunks, Pause));

        Assert.Contains(" 403 ", answers[0], StringComparison.Ordinal);
        Assert.Contains(" 404 ", answers[1], StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.Contains("Connection: close", answer, StringComparison.Ordinal));
    }

    /// <summary>Sends all of it, then reads the head of the answer.</summary>
    private async Task<string> UploadAsync(string path, string contentType, string token, string first, int chunks, TimeSpan pause)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(system.Address.Host, system.Address.Port, Token);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {system.Address.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\n\r\n"), Token);
        if (first.Length > 0) await stream.WriteAsync(ChunkOf(first), Token);
        var chunk = ChunkOf(new string('\n', ChunkBytes));
        for (var i = 0; i < chunks; i++)
        {
            await stream.WriteAsync(chunk, Token);
            if (pause > TimeSpan.Zero) await Task.Delay(pause, Token);
        }

        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var head = new StringBuilder();
        while (await reader.ReadLineAsync(Token) is { Length: > 0 } line) head.AppendLine(line);
        return head.ToString();
    }

    private static byte[] ChunkOf(string text) => Encoding.ASCII.GetBytes(text.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n" + text + "\r\n");
}
