namespace Rtx.Client;

/// <summary>Methods that the hub calls on clients. Delivery is at most once; gaps in the sequences show losses.</summary>
public interface ITradingHubClient
{
    /// <summary>The newest quote of each subscribed instrument that has a new one.</summary>
    Task Quotes(IReadOnlyList<Quote> quotes);

    /// <summary>What changed in a subscribed book; several changes may be merged.</summary>
    Task DepthChanged(DepthUpdate update);

    /// <summary>What changed in the queues of a subscribed book; several changes may be merged.</summary>
    Task OrdersChanged(OrderQueueUpdate update);

    /// <summary>Trades of a subscribed instrument, oldest first.</summary>
    Task Trades(IReadOnlyList<TradePrint> trades);

    /// <summary>Candles that ticks changed, in their current state.</summary>
    Task Candles(IReadOnlyList<Candle> candles);

    /// <summary>Committed events of a subscribed account, by increasing sequence within a book.</summary>
    Task Executions(IReadOnlyList<ExecutionReport> executions);

    /// <summary>A subscription has missed data: start it again from a snapshot, or read the missing data through REST.</summary>
    Task Resync(Resync resync);
}
