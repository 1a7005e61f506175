namespace Rtx.Client;

/// <summary>What the hub calls on clients. Delivery is at most once; sequences show gaps.</summary>
public interface ITradingHubClient
{
    /// <summary>The newest quotes of subscribed instruments, of each that has a new one.</summary>
    Task Quotes(IReadOnlyList<Quote> quotes);

    /// <summary>What changed in a subscribed book; several changes may come merged into one.</summary>
    Task DepthChanged(DepthUpdate update);

    /// <summary>What changed in the queues of a subscribed book; several changes may come merged into one.</summary>
    Task OrdersChanged(OrderQueueUpdate update);

    /// <summary>Trades of a subscribed instrument, oldest first.</summary>
    Task Trades(IReadOnlyList<TradePrint> trades);

    /// <summary>Candles that ticks touched, in their present state.</summary>
    Task Candles(IReadOnlyList<Candle> candles);

    /// <summary>Committed events of a subscribed account, rising within a book.</summary>
    Task Executions(IReadOnlyList<ExecutionReport> executions);

    /// <summary>Something of a subscription is missing: start it again from a snapshot, or read what is missing through REST.</summary>
    Task Resync(Resync resync);
}
