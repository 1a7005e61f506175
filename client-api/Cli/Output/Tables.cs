using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rtx.Cli.Output;

/// <summary>Results as tables for people.</summary>
internal static class Tables
{
    /// <summary>A table of texts; nothing in them is taken for markup, and none is broken.</summary>
    public static IRenderable Of(IEnumerable<string> columns, IEnumerable<string[]> rows) => new FittedTable([.. columns], [.. rows]);

    public static IRenderable Providers(ProviderGrant grant) => Of(
        ["Providers"], [[grant switch { { EveryProvider: true } => "all", { ProviderIds.Count: 0 } => "none", _ => string.Join(", ", grant.ProviderIds) }]]);

    public static string Number(decimal? value) => value?.ToString("0.############", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A member of an enumeration in words.</summary>
    public static string Spoken<T>(T member)
        where T : struct, Enum => Words.Of(member).Replace('-', ' ');

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>What is left out is in the JSON form.</summary>
    public static IRenderable Orders(IEnumerable<Order> orders) => Of(
        ["Order", "Symbol", "Side", "Type", "Price", "Quantity", "Filled", "State"],
        orders.Select(order => new[]
        {
            $"{order.OrderId}", order.Symbol, $"{order.Side}", $"{order.OrderType} {order.TimeInForce}", Prices(order), Quantity(order),
            order.AvgPx is { } average ? $"{Number(order.CumQty)} at {Number(average)}" : Number(order.CumQty), State(order),
        }));

    public static IRenderable Executions(IEnumerable<ExecutionReport> executions) => Of(
        ["Time", "Sequence", "Symbol", "Order", "Side", "Quantity", "Price", "What"],
        executions.Select(report => new[]
        {
            Time(report.Time), $"{report.Sequence}", report.Symbol, $"{report.OrderId}", $"{report.Side}", Number(report.LastQty),
            Number(report.LastPx), Lines.WhatHappened(report),
        }));

    public static IRenderable MarginEvents(IEnumerable<MarginEvent> events) => Of(
        ["Time", "What", "Currency", "Equity", "Initial", "Maintenance", "Positions"],
        events.Select(happened => new[]
        {
            Time(happened.Time), Spoken(happened.Kind), happened.Currency, Number(happened.Equity), Number(happened.InitialMargin),
            Number(happened.MaintenanceMargin),
            string.Join(
                ", ",
                happened.Positions.Select(position => $"{Number(position.Quantity)} {position.Symbol} at {Number(position.MarkPrice)}")),
        }));

    public static IRenderable Reply(OrderReply reply) => reply.Fills.Count == 0
        ? Orders([reply.Order])
        : new Rows(
            Orders([reply.Order]),
            Of(["Trade", "Price", "Quantity"], reply.Fills.Select(
                fill => new[] { $"{fill.TradeId}", Number(fill.LastPx), Number(fill.LastQty) })));

    public static IRenderable Book(Depth depth)
    {
        var levels = Of(
            ["Orders", "Bid quantity", "Bid", "Ask", "Ask quantity", "Orders"],
            Enumerable.Range(0, Math.Max(depth.Bids.Count, depth.Asks.Count)).Select(i =>
            {
                var (bid, ask) = (depth.Bids.ElementAtOrDefault(i), depth.Asks.ElementAtOrDefault(i));
                return new[]
                {
                    $"{bid?.OrderCount}", Number(bid?.Quantity), Number(bid?.Price), Number(ask?.Price), Number(ask?.Quantity),
                    $"{ask?.OrderCount}",
                };
            }));
        return Lines.Standing(depth) is { } standing ? new Rows(levels, new Text(standing)) : levels;
    }

    public static IRenderable DepthHistory(IEnumerable<RecordedDepth> depths) => Of(
        ["Taken at", "Sequence", "Bids", "Asks"],
        depths.Select(depth => new[] { Time(depth.TakenAt), $"{depth.Sequence}", Lines.Of(depth.Bids), Lines.Of(depth.Asks) }));

    public static IRenderable Queue(OrderQueue queue)
    {
        var (bids, asks) = (queue.Orders.Where(order => order.Side == Side.Buy).ToList(), queue.Orders.Where(
            order => order.Side == Side.Sell).ToList());
        return Of(
            ["Bid order", "Bid quantity", "Bid", "Ask", "Ask quantity", "Ask order"],
            Enumerable.Range(0, Math.Max(bids.Count, asks.Count)).Select(i =>
            {
                var (bid, ask) = (bids.ElementAtOrDefault(i), asks.ElementAtOrDefault(i));
                return new[]
                {
                    $"{bid?.OrderId}", Number(bid?.Quantity), Number(bid?.Price), Number(ask?.Price), Number(ask?.Quantity),
                    $"{ask?.OrderId}",
                };
            }));
    }

    public static IRenderable Account(AccountSummary summary) => new Rows(
        Of(
            ["Currency", "Total", "Held", "Open profit", "Margin", "Available"],
            summary.Balances.Select(balance => new[]
            {
                balance.Currency, Number(balance.Total), Number(balance.Held), Number(balance.UnrealizedPnl), Number(balance.InitialMargin),
                Number(balance.Available),
            })),
        Of(
            ["Position", "Quantity", "Average", "Mark", "Open profit", "Realised"],
            summary.Positions.Select(position => new[]
            {
                position.Symbol, Number(position.Quantity), Number(position.AvgPx), Number(position.MarkPrice),
                Number(position.UnrealizedPnl), Number(position.RealizedPnl),
            })));

    public static IRenderable Candles(IEnumerable<Candle> candles) => Of(
        ["Open time", "Open", "High", "Low", "Close", "Volume", "Ticks"],
        candles.Select(candle => new[]
        {
            Time(candle.OpenTime), Number(candle.Open), Number(candle.High), Number(candle.Low), Number(candle.Close),
            Number(candle.Volume), $"{candle.TickCount}",
        }));

    public static IRenderable Ticks(IEnumerable<Tick> ticks) => Of(
        ["Time", "Provider", "Sequence", "Kind", "Bid", "Bid quantity", "Ask", "Ask quantity", "Trade", "Quantity"],
        ticks.Select(tick => new[]
        {
            Time(tick.Time), $"{tick.ProviderId}", $"{tick.Sequence}", $"{tick.Kind}", Number(tick.Bid), Number(tick.BidQty),
            Number(tick.Ask), Number(tick.AskQty),
            Number(tick.LastPx), Number(tick.LastQty),
        }));

    public static IRenderable Statistics(MarketStatistics statistics) => Of(
        ["Symbol", "Bid", "Ask", "Last", "Open", "High", "Low", "Volume", "Trades", "Average spread", "Quotes"],
        [
            [
                statistics.Symbol, Number(statistics.Bid), Number(statistics.Ask), Number(statistics.Last), Number(statistics.Open),
                Number(statistics.High), Number(statistics.Low),
                Number(statistics.Volume), $"{statistics.TradeCount}", Number(statistics.AverageSpread), $"{statistics.QuoteCount}",
            ],
        ]);

    public static IRenderable Spreads(IEnumerable<Spread> spreads) => Of(
        ["Open time", "Average", "Narrowest", "Widest", "Quotes"],
        spreads.Select(spread => new[] { Time(spread.OpenTime), Number(spread.Average), Number(spread.Min), Number(spread.Max),
            $"{spread.QuoteCount}" }));

    public static IRenderable Gaps(IEnumerable<TickGap> gaps) => Of(
        ["From", "To", "Length"],
        gaps.Select(gap => new[] { Time(gap.From), Time(gap.To), (gap.To - gap.From).ToString("c", CultureInfo.InvariantCulture) }));

    public static IRenderable Quarantine(IEnumerable<QuarantinedTick> ticks) => Of(
        ["Id", "Reason", "Received", "Symbol", "Time", "Provider", "Sequence", "Bid", "Ask", "Trade"],
        ticks.Select(entry => new[]
        {
            entry.Id, $"{entry.Reason}", $"{entry.ReceivedAt:yyyy-MM-dd HH:mm:ss}", entry.Tick.Symbol,
            $"{entry.Tick.Time:yyyy-MM-dd HH:mm:ss.ffffff}", $"{entry.Tick.ProviderId}",
            $"{entry.Tick.Sequence}", Number(entry.Tick.Bid), Number(entry.Tick.Ask), Number(entry.Tick.LastPx),
        }));

    public static IRenderable DeadLetters(IEnumerable<DeadLetter> letters) => Of(
        ["Id", "Reason", "Taken", "Bytes"],
        letters.Select(letter => new[] { letter.Id, letter.Reason, $"{letter.AddedAt:yyyy-MM-dd HH:mm:ss}", $"{letter.Bytes:N0}" }));

    public static IRenderable Invariants(IEnumerable<InvariantResult> results) => Of(
        ["Invariant", "Violations"], results.Select(result => new[] { result.Name, $"{result.Violations}" }));

    private static string Prices(Order order) =>
        order.StopPx is { } stop ? $"stop {Number(stop)} {Number(order.Price)}".TrimEnd() : Number(order.Price);

    private static string Quantity(Order order) =>
        order.DisplayQty is { } display ? $"{Number(order.OrderQty)} shows {Number(display)}" : Number(order.OrderQty);

    // Where the order waits when it is not in the book, and why it ended when nobody cancelled it.
    private static string State(Order order) => order switch
    {
        { RejectCode: { } code } => $"{order.Status}: {code}",
        { Place: OrderPlace.Trigger or OrderPlace.Held } => $"{order.Status}, {Spoken(order.Place)}",
        { LeavesQty: 0m, Reason: not ExecReason.None } => $"{order.Status}, {Spoken(order.Reason)}",
        _ => $"{order.Status}",
    };
}
