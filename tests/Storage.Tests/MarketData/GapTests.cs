using System.Globalization;
using Rtx.Domain.Sessions;
using Rtx.Model;
using Rtx.Storage.MarketData;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.MarketData;

/// <summary>Times are day and time of day in March 2024; the third is a Sunday.</summary>
public sealed class GapTests(TestPostgres postgres)
{
    private const short Provider = 2;
    private const short OtherProvider = 3;

    private static readonly InstrumentId Instrument = RandomTicks.Instruments[0];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    // Without a schedule it always trades: gaps start and end with the range.
    [InlineData("", "4 10:00, 4 10:01, 4 10:05", "4 09:58", "4 10:07", 60, "4 09:58-4 10:00, 4 10:01-4 10:05, 4 10:05-4 10:07")]
    [InlineData("", "4 10:00, 4 10:01, 4 10:05", "4 09:58", "4 10:07", 120, "4 10:01-4 10:05")]
    [InlineData("", "", "4 09:00", "4 10:00", 60, "4 09:00-4 10:00")]
    // The noon break and the night are no gaps, and ticks outside sessions end no gap within one.
    [InlineData(
        "4 09:00-4 12:00, 4 13:00-4 17:00, 5 09:00-5 17:00", "4 09:00, 4 11:59, 4 12:30, 4 13:02, 4 16:59, 5 09:01", "3 00:00", "5 09:01",
        3_600, "4 09:00-4 11:59, 4 13:02-4 16:59")]
    [InlineData("4 09:00-4 12:00, 4 13:00-4 17:00", "4 08:00, 4 18:00", "4 00:00", "5 00:00", 60, "4 09:00-4 12:00, 4 13:00-4 17:00")]
    // Adjacent sessions count as one.
    [InlineData("3 22:00-4 22:00, 4 22:00-5 22:00", "4 21:00, 4 23:00", "4 20:00", "5 00:00", 3_600, "4 21:00-4 23:00")]
    // The range cuts sessions.
    [InlineData("4 09:00-4 17:00", "4 09:00", "4 10:00", "4 12:00", 60, "4 10:00-4 12:00")]
    // Before the first copied session it always trades.
    [InlineData("4 09:00-4 17:00", "4 08:59, 4 16:59", "4 08:00", "4 17:00", 1_800, "4 08:00-4 08:59, 4 08:59-4 16:59")]
    public async Task A_gap_is_a_time_of_trading_without_a_tick(
        string sessions, string ticks, string from, string to, int longerThanSeconds, string expected)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        // The year starts with a session, unless the case is about the time before the first one.
        var isKnown = expected.StartsWith("4 08:00", StringComparison.Ordinal) ? "" : "1 00:00-1 01:00, ";
        await CopySessionsAsync(data, sessions.Length == 0 ? "" : isKnown + sessions);
        await WriteAsync(data, Provider, ticks);

        Assert.Equal(expected, await FindAsync(data, null, longerThanSeconds, from, to));
    }

    [Theory]
    [InlineData(SchemaFlavour.Plain)]
    [InlineData(SchemaFlavour.Timescale)]
    public async Task One_provider_may_be_silent_while_another_is_not(SchemaFlavour flavour)
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres, flavour);
        await WriteAsync(data, Provider, "4 10:00, 4 10:10, 4 10:20");
        await WriteAsync(data, OtherProvider, "4 10:05, 4 10:15");

        Assert.Equal("", await FindAsync(data, provider: null, 300, "4 10:00", "4 10:20"));
        Assert.Equal("4 10:00-4 10:10, 4 10:10-4 10:20", await FindAsync(data, Provider, 300, "4 10:00", "4 10:20"));
        Assert.Equal("4 10:05-4 10:15", await FindAsync(data, OtherProvider, 300, "4 10:00", "4 10:20"));
        Assert.Equal("4 10:00-4 10:20", await FindAsync(data, OtherProvider + 1, 300, "4 10:00", "4 10:20"));
    }

    [Fact]
    public async Task The_future_is_no_gap_and_a_list_may_be_cut()
    {
        await using var data = await MarketDataFixture.CreateAsync(postgres);
        var now = Timestamp.From(TimeProvider.System.GetUtcNow());
        var (hourAgo, tomorrow) = (new Timestamp(now.UnixMicroseconds - 3_600_000_000), new Timestamp(
            now.UnixMicroseconds + 86_400_000_000));

        var gap = Assert.Single(await data.Store.GetGapsAsync(Instrument, null, TimeSpan.FromMinutes(1), hourAgo, tomorrow, 10, Cancel));
        await WriteAsync(data, Provider, "4 10:00, 4 10:10, 4 10:20, 4 10:30");
        var first = await data.Store.GetGapsAsync(Instrument, null, TimeSpan.FromMinutes(1), At("4 10:00"), At("4 11:00"), 2, Cancel);

        Assert.Equal(hourAgo, gap.From);
        Assert.True(gap.To >= now && gap.To < tomorrow, $"{gap.To} is not now.");
        Assert.Equal([At("4 10:00"), At("4 10:10")], first.Select(each => each.From));
        Assert.Empty(await data.Store.GetGapsAsync(Instrument, null, TimeSpan.Zero, At("4 11:00"), At("4 11:00"), 2, Cancel));
    }

    private static async Task<string> FindAsync(MarketDataFixture data, int? provider, int seconds, string from, string to)
    {
        var gaps = await data.Store.GetGapsAsync(
            Instrument, (short?)provider, TimeSpan.FromSeconds(seconds), At(from), At(to), 100, Cancel);
        return string.Join(", ", gaps.Select(gap => $"{Text(gap.From)}-{Text(gap.To)}"));
    }

    private static Task CopySessionsAsync(MarketDataFixture data, string sessions)
    {
        var rows = Split(sessions).Select(session => session.Split('-'))
            .Select(ends => new TradingSession(At(ends[0]), At(ends[1]), DateOnly.FromDateTime(At(ends[0]).ToDateTime()), BeginsDay: true));
        return data.Sessions.ReplaceAsync(new CopiedSchedule(Instrument, At("1 00:00"), At("31 00:00")), At("1 00:00"), [.. rows], Cancel);
    }

    private static async Task WriteAsync(MarketDataFixture data, short provider, string times)
    {
        var writer = await data.Store.OpenWriterAsync(1, MarketDataFixture.Shards, compress: false, Cancel);
        await writer.WriteAsync(
            [.. Split(times).Select((time, index) => new Tick { InstrumentId = Instrument, Time = At(time), ProviderId = provider, Sequence = index, Kind = TickKind.Trade, LastPx = new Price(1), LastQty = new Quantity(1) })],
            null, Cancel);
    }

    private static string[] Split(string list) => list.Split(", ", StringSplitOptions.RemoveEmptyEntries);

    private static Timestamp At(string text) => Timestamp.From(DateTime.ParseExact(
        $"2024-03-{text}", "yyyy-MM-d HH:mm", CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

    private static string Text(Timestamp time) => time.ToDateTime().ToString("d HH:mm", CultureInfo.InvariantCulture);
}
