using System.Diagnostics;
using Rtx.Benchmarks.Invocation;
using Rtx.Client;
using Rtx.Domain.Matching.Records;
using Rtx.Storage.Database;
using Rtx.Storage.Trading;
using Instrument = Rtx.Model.Instrument;
using Side = Rtx.Client.Side;

namespace Rtx.Benchmarks.Recovery;

/// <summary>Writes books with the product's own book and group commit, then lets the running system activate and verify them.</summary>
internal sealed class RecoveryBenchmark(RunningSystem system, RecoveryMarkets markets)
{
    private const double ActivationGoalSeconds = 10;
    private const double ReplayGoalSeconds = 30;

    /// <summary>From the first question about a book that nobody has asked for yet to its answer.</summary>
    public async Task<RecoveryResult> ActivateAsync(int openOrders, CancellationToken cancellationToken)
    {
        using var client = await system.ConnectAsync(cancellationToken);
        await using var database = new TradingDatabase(system.Trading);
        var (instrument, account) = await markets.MakeAsync(client, database, "A", cancellationToken);
        var market = new MarketWriter(database, instrument);
        var events = await market.WriteOpenOrdersAsync(openOrders, cancellationToken);

        var began = Stopwatch.GetTimestamp();
        await client.Instruments.GetDepthAsync(instrument.Symbol, cancellationToken: cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        began = Stopwatch.GetTimestamp();
        await client.Orders.PlaceAsync(
            account, new PlaceOrderRequest { ClientOrderId = $"{instrument.Symbol}-first", Symbol = instrument.Symbol, Side = Side.Buy, OrderType = OrderType.Limit, OrderQty = 1m, Price = 0.01m }, cancellationToken);
        var firstOrderMs = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var (verifySeconds, isRight) = await VerifyAsync(client, instrument, cancellationToken);
        return new RecoveryResult("activation", openOrders, events, seconds, ActivationGoalSeconds, firstOrderMs, verifySeconds, isRight);
    }

    /// <summary>Reading all events of a book from SQL and applying them, in this process; then the same by <c>rtx verify</c> in the silo.</summary>
    public async Task<RecoveryResult> ReplayAsync(int events, CancellationToken cancellationToken)
    {
        using var client = await system.ConnectAsync(cancellationToken);
        await using var database = new TradingDatabase(system.Trading);
        var (instrument, _) = await markets.MakeAsync(client, database, "B", cancellationToken);
        var written = await new MarketWriter(database, instrument).WriteTradingAsync(events, cancellationToken);

        var book = new RecordedBook(instrument);
        var began = Stopwatch.GetTimestamp();
        await foreach (var e in new BookStore(database).StreamEventsAsync(instrument.Id, after: 0, written, cancellationToken)) book.Apply(e);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var (verifySeconds, isRight) = await VerifyAsync(client, instrument, cancellationToken);
        return new RecoveryResult("replay", book.Book.OpenOrderCount, written, seconds, ReplayGoalSeconds, FirstOrderMs: null, verifySeconds, isRight);
    }

    private static async Task<(double Seconds, bool IsRight)> VerifyAsync(RtxClient client, Instrument instrument, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var verification = await client.Administration.VerifyBookAsync(instrument.Symbol, cancellationToken);
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, verification is { IsRight: true, Comparisons.Count: 3 });
    }
}
