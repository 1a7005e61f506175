namespace Rtx.Replays.Market;

/// <summary>Something that a replay does to the market. Each becomes one request that can be repeated without doing it twice.</summary>
/// <param name="Number">Number within the replay, from 1; the client order id of a new order is made of it.</param>
internal abstract record ReplayCommand(long Number);

/// <summary>Places an order that rests.</summary>
/// <param name="Number">Number within the replay.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Price">Limit price.</param>
/// <param name="Quantity">How much.</param>
/// <param name="RecordedId">The exchange's number of the order; null for an anonymous lot, of which only the level is known.</param>
internal sealed record PlaceResting(long Number, Side Side, decimal Price, decimal Quantity, long? RecordedId) : ReplayCommand(Number);

/// <summary>Lowers what an order still offers; it keeps its place in the queue.</summary>
/// <param name="Number">Number within the replay.</param>
/// <param name="Order">Which.</param>
/// <param name="LeavesQty">What is left of it.</param>
internal sealed record ReduceResting(long Number, ReplayOrder Order, decimal LeavesQty) : ReplayCommand(Number);

/// <summary>Cancels an order.</summary>
/// <param name="Number">Number within the replay.</param>
/// <param name="Order">Which.</param>
internal sealed record CancelResting(long Number, ReplayOrder Order) : ReplayCommand(Number);

/// <summary>Sends an immediate-or-cancel order from the other account.</summary>
/// <param name="Number">Number within the replay.</param>
/// <param name="Side">Side of the aggressor.</param>
/// <param name="Price">Limit price.</param>
/// <param name="Quantity">How much.</param>
/// <param name="RecordedId">The exchange's number of the order that the recording says was hit.</param>
internal sealed record TakeLiquidity(long Number, Side Side, decimal Price, decimal Quantity, long RecordedId) : ReplayCommand(Number);

/// <summary>What the market answered, committed.</summary>
/// <param name="OrderId">The system's number of the order.</param>
/// <param name="Fills">Trades that the command caused, in order.</param>
internal sealed record ReplayAnswer(long OrderId, IReadOnlyList<ReplayFill> Fills);

/// <summary>One trade of an aggressor.</summary>
/// <param name="RestingOrderId">The system's number of the order that was hit.</param>
/// <param name="Quantity">How much.</param>
internal readonly record struct ReplayFill(long RestingOrderId, decimal Quantity);

/// <summary>The market that a replay acts on.</summary>
internal interface IReplayMarket
{
    /// <summary>Does one thing and returns when it is committed. A refusal throws: a replay sends nothing that may be refused.</summary>
    Task<ReplayAnswer> ExecuteAsync(ReplayCommand command, CancellationToken cancellationToken);

    /// <summary>The best levels of the book after the last command.</summary>
    Task<Depth> GetDepthAsync(CancellationToken cancellationToken);
}
