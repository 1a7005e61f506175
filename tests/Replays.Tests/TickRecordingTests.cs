using Rtx.Client;
using Rtx.Replays.Recorded;
using Rtx.Replays.Ticks;
using Rtx.Testing.Recordings;

namespace Rtx.Replays.Tests;

public sealed class TickRecordingTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void A_quote_line_has_its_line_number_as_sequence_and_the_header_is_no_tick()
    {
        var recording = TickRecording.Open("EURUSD_oanda_20140501_ticks.csv.gz");

        Assert.Null(recording.Parse(Line(1, "date,ms_of_day,bid,ask")));
        var tick = recording.Parse(Line(2, "20140501,292,1.38676,1.38686"))!;
        Assert.Equal(("EURUSD", (short)2, 2L, TickKind.Quote), (tick.Symbol, tick.ProviderId, tick.Sequence, tick.Kind));
        Assert.Equal((1.38676m, 1.38686m), (tick.Bid, tick.Ask));
        Assert.Equal(new DateTimeOffset(2014, 5, 1, 0, 0, 0, 292, TimeSpan.Zero), tick.Time);
    }

    [Fact]
    public void Binance_quotes_and_trades_have_the_numbers_of_the_exchange_and_depth_is_no_tick()
    {
        var recording = TickRecording.Open("binance.jsonl.gz");

        var quote = recording.Parse(Line(1, """1723161254087891268 {"stream":"btcusdt@bookTicker","data":{"u":50,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.5"}}"""))!;
        var trade = recording.Parse(Line(2, """1723161254087896568 {"stream":"btcusdt@trade","data":{"e":"trade","t":37,"p":"61837.63","q":"0.02","T":1,"m":true}}"""))!;

        Assert.Equal((50L, TickKind.Quote, 61837.63m, 3.78826m, 61837.64m, 1.5m), (quote.Sequence, quote.Kind, quote.Bid, quote.BidQty, quote.Ask, quote.AskQty));
        Assert.Equal((37L, TickKind.Trade, 61837.63m, 0.02m), (trade.Sequence, trade.Kind, trade.LastPx, trade.LastQty));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(17_231_612_540_878_912), quote.Time);
        Assert.Null(recording.Parse(Line(3, """1723161253937085768 {"stream":"btcusdt@depth@100ms","data":{}}""")));
        Assert.Null(recording.Parse(Line(4, """1723161253937085768 {"lastUpdateId":1,"bids":[]}""")));
    }

    [Theory]
    [InlineData("EURUSD_x.csv", "yesterday,292,1,2")]
    [InlineData("EURUSD_x.csv", "20140501,292,one,2")]
    [InlineData("x.jsonl", "no time")]
    [InlineData("x.jsonl", "17 {")]
    public void An_unreadable_line_is_refused(string file, string text)
    {
        var recording = TickRecording.Open(file);

        Assert.Throws<FormatException>(() => recording.Parse(Line(2, text)));
    }

    [Fact]
    public async Task The_recorded_files_have_as_many_ticks_as_they_should()
    {
        var (quotes, binance) = (TickRecording.Open(RecordedDays.EurUsd), TickRecording.Open(RecordedDays.Binance));

        Assert.Equal(532_903, await quotes.ReadAsync(CancellationToken).CountAsync(CancellationToken));
        Assert.Equal(28_040 + 9_757, await binance.ReadAsync(CancellationToken).CountAsync(CancellationToken));
        Assert.Equal((1, 3_452), (quotes.OtherLines, binance.OtherLines));
    }

    private static RecordedLine Line(long number, string text) => new("ticks", number, text);
}
