using Rtx.Client;
using Rtx.Replays.Files;

namespace Rtx.Replays.Tests.Files;

public sealed class TickFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("a.csv", "symbol,provider_id,sequence,time,kind,bid,bid_qty,ask,ask_qty,last_px,last_qty\nX,3,7,2026-01-05T12:00:00.000001Z,quote,10.5,1,,,,\nX,3,8,2026-01-05T12:00:01.000000Z,trade,,,,,11,2\n")]
    [InlineData("a.ndjson", "{\"symbol\":\"X\",\"providerId\":3,\"sequence\":7,\"time\":\"2026-01-05T12:00:00.000001Z\",\"kind\":\"quote\",\"bid\":\"10.5\",\"bidQty\":\"1\"}\n{\"symbol\":\"X\",\"providerId\":3,\"sequence\":8,\"time\":\"2026-01-05T12:00:01.000000Z\",\"kind\":\"trade\",\"lastPx\":\"11\",\"lastQty\":\"2\"}\n")]
    public async Task A_file_of_the_server_is_read_back(string name, string text)
    {
        var time = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

        var ticks = await ReadAsync(name, text);

        Assert.Equal(
            [
                new Tick { Symbol = "X", ProviderId = 3, Sequence = 7, Time = time.AddMicroseconds(1), Kind = TickKind.Quote, Bid = 10.5m, BidQty = 1m },
                new Tick { Symbol = "X", ProviderId = 3, Sequence = 8, Time = time.AddSeconds(1), Kind = TickKind.Trade, LastPx = 11m, LastQty = 2m },
            ],
            ticks);
    }

    [Theory]
    [InlineData("a.csv", "symbol,provider_id\nX,three\n", "Line 2")]
    [InlineData("a.ndjson", "{}\n", "Line 1")]
    [InlineData("a.parquet", "PAR1 and no more", "no Parquet file of ticks")]
    [InlineData("a.txt", "", "must end in")]
    public async Task What_is_no_tick_is_told_with_its_line(string name, string text, string expected) =>
        Assert.Contains(expected, (await Assert.ThrowsAsync<FormatException>(() => ReadAsync(name, text))).Message, StringComparison.Ordinal);

    private async Task<List<Tick>> ReadAsync(string name, string text)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, name));
        await File.WriteAllTextAsync(file.FullName, text, Cancel);
        return await TickFiles.ReadAsync(file, Cancel).ToListAsync(Cancel);
    }
}
