namespace Rtx.Cli.Output;

/// <summary>Items of a flow as lines for people.</summary>
internal static class Lines
{
    public static string Of(Quote quote) =>
        $"{Tables.Time(quote.Time)} quote {quote.Symbol} {Tables.Number(quote.BidQty)} @ {Tables.Number(quote.Bid)} / {Tables.Number(quote.Ask)} @ {Tables.Number(quote.AskQty)}";

    public static string Of(Depth depth)
    {
        var standing = Standing(depth) is { } text ? $" ({text})" : "";
        return $"depth {depth.Symbol} {depth.Sequence}: {Of(depth.Bids)} / {Of(depth.Asks)}{standing}";
    }

    public static string Of(OrderQueue queue) =>
        $"orders {queue.Symbol} {queue.Sequence}: {SideOf(queue.Orders, Side.Buy)} / {SideOf(queue.Orders, Side.Sell)}";

    /// <summary>The levels of a side.</summary>
    public static string Of(IEnumerable<DepthLevel> levels) =>
        string.Join(' ', levels.Select(level => $"{Tables.Number(level.Quantity)}@{Tables.Number(level.Price)}"));

    public static string Of(TradePrint trade) =>
        $"{Tables.Time(trade.Time)} trade {trade.Symbol} {trade.AggressorSide?.ToString() ?? "Auction"} {Tables.Number(trade.LastQty)} @ {Tables.Number(trade.LastPx)}";

    public static string Of(ExecutionReport report) =>
        $"{Tables.Time(report.Time)} {WhatHappened(report)} {report.Symbol} {report.Side} {report.ClientOrderId} filled {Tables.Number(report.CumQty)} of {Tables.Number(report.OrderQty)} {report.Status}";

    /// <summary>Where a book stands between auctions and trading.</summary>
    public static string OfAuction(Depth depth) => $"auction {depth.Symbol} {Standing(depth) ?? Tables.Spoken(depth.State)}";

    /// <summary>The trading state, and what an auction would trade; null in continuous trading.</summary>
    public static string? Standing(Depth depth) => (depth.State, depth.IndicativePx) switch
    {
        (TradingState.Continuous, null) => null,
        (var state, null) => Tables.Spoken(state),
        (var state, { } price) => $"{Tables.Spoken(state)}, indicative {Tables.Number(depth.IndicativeQty)} @ {Tables.Number(price)}",
    };

    public static string WhatHappened(ExecutionReport report) =>
        report.Reason == ExecReason.None ? $"{report.ExecType}" : $"{report.ExecType} ({report.Reason})";

    private static string SideOf(IEnumerable<QueuedOrder> orders, Side side) =>
        string.Join(' ', orders.Where(order => order.Side == side).Select(
            order => $"{order.OrderId}:{Tables.Number(order.Quantity)}@{Tables.Number(order.Price)}"));
}
