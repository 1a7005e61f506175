using System.Net.Sockets;
using System.Text;
using Rtx.Client;
using Rtx.Testing;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>Who takes a download slower than allowed is cut off, and what he held is there for others. No other test's downloads come and go meanwhile.</summary>
[CollectionDefinition(DisableParallelization = true)]
[Collection(typeof(SlowDownloadTests))]
public sealed class SlowDownloadTests(RtxSystem system)
{
    // Half of those that a process has by default, and so all that one user may hold.
    private const int PlacesOfUser = 8;

    // More than sockets keep on their way.
    private const int Ticks = 60_000;
    private const int TicksOfRequest = 10_000;
    private const string AnswerOfSuccess = "HTTP/1.1 200";
    private const string EndOfAnswer = "\r\n0\r\n\r\n";

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan OneByte = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_of_one_byte_a_second_is_cut_off_and_leaves_his_place()
    {
        var administrator = await system.AdministratorAsync();
        await using var floor = await Floor.Open(system);
        foreach (var batch in Enumerable.Range(1, Ticks).Select(number => Quote(floor.Symbol, number)).Chunk(TicksOfRequest)) await administrator.Ticks.SendAsync(batch, Token);
        await Eventually.GetAsync(() => administrator.Instruments.CountTicksAsync(floor.Symbol, 9, Token), count => count.Count == Ticks);

        var readers = new List<TcpClient>();
        for (var i = 0; i < PlacesOfUser; i++) readers.Add(await BeginAsync(floor));
        Assert.Equal(RtxErrorCodes.RateLimited, await DownloadAsync(floor));

        using var isOver = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = readers.ConvertAll(reader => ReadSlowlyAsync(reader, isOver.Token));
        Assert.Empty(await Eventually.GetAsync(() => DownloadAsync(floor), code => code.Length == 0));
        await isOver.CancelAsync();

        // One is enough: the places of the others may be free already.
        Assert.Contains(await Task.WhenAll(reading), isWhole => !isWhole);
    }

    private async Task<TcpClient> BeginAsync(Floor floor)
    {
        var reader = new TcpClient { ReceiveBufferSize = 4 * 1024 };
        await reader.ConnectAsync(system.Address.Host, system.Address.Port, Token);
        await reader.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"GET /api/v1/instruments/{floor.Symbol}/ticks/download?format=ndjson HTTP/1.1\r\nHost: {system.Address.Authority}\r\nAuthorization: Bearer {floor.Trader.AccessToken}\r\n\r\n"), Token);
        var begin = new byte[AnswerOfSuccess.Length];
        await reader.GetStream().ReadExactlyAsync(begin, Token);
        Assert.Equal(AnswerOfSuccess, Encoding.ASCII.GetString(begin));
        return reader;
    }

    /// <summary>Reads a byte a second until it is over, then what is there still; whether that was all of the answer.</summary>
    private static async Task<bool> ReadSlowlyAsync(TcpClient reader, CancellationToken isOver)
    {
        using var scope = reader;
        var (buffer, end) = (new byte[64 * 1024], "");
        try
        {
            for (; !isOver.IsCancellationRequested; await Task.Delay(OneByte, isOver).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing))
                await reader.GetStream().ReadExactlyAsync(buffer.AsMemory(0, 1), Token);
            while (!end.EndsWith(EndOfAnswer, StringComparison.Ordinal) && await reader.GetStream().ReadAsync(buffer, Token) is > 0 and var read)
                end = (end + Encoding.ASCII.GetString(buffer, 0, read))[^Math.Min(EndOfAnswer.Length, end.Length + read)..];
        }
        catch (IOException)
        {
            // Cut.
        }

        return end.EndsWith(EndOfAnswer, StringComparison.Ordinal);
    }

    private static async Task<string> DownloadAsync(Floor floor)
    {
        try
        {
            await floor.Trader.Instruments.DownloadTicksAsync(floor.Symbol, "ndjson", Stream.Null, cancellationToken: Token);
            return "";
        }
        catch (RtxException exception)
        {
            return exception.Code;
        }
    }

    private static Tick Quote(string symbol, int number) => new()
    {
        Symbol = symbol, ProviderId = 9, Sequence = number, Time = Start.AddMilliseconds(number), Kind = TickKind.Quote, Bid = 10m, BidQty = 1m, Ask = 11m, AskQty = 1m,
    };
}
