namespace Rtx.Replays.Market;

/// <summary>A command of a replay to the market. Each becomes one idempotent request.</summary>
/// <param name="Number">Number within the replay, from 1; the client order id of a new order is made of it.</param>
internal abstract record ReplayCommand(long Number);

/// <summary>Places an order that rests.</summary>
/// <param name="Number">Number within the replay.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Price">Limit price.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="RecordedId">The exchange's number of the order; null for an anonymous lot, of which only the level is known.</param>
internal sealed record PlaceResting(long Number, Side Side, decimal Price, decimal Quantity, long? RecordedId) : ReplayCommand(Number);

/// <summary>Reduces an order's open quantity; it keeps its queue priority.</summary>
/// <param name="Number">Number within the replay.</param>
/// <param name="Order">The order.</param>
/// <param name="LeavesQty">The new open quantity.</param>
internal sealed record ReduceResting(long Number, ReplayOrder Order, decimal LeavesQty) : ReplayCommand(Number);

/// <summary>Cancels an order.</summary>
/// <param name="Number">Number within the replay.</param>
/// <param name="Order">The order.</param>
internal sealed record CancelResting(long Number, ReplayOrder Order) : ReplayCommand(Number);

/// <summary>Sends an immediate-or-cancel order from the other account.</summary>
/// <param name="Number">Number within the replay.</param>
/// <param name="Side">Side of the aggressor.</param>
/// <param name="Price">Limit price.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="RecordedId">The exchange's number of the order that the recording says was hit.</param>
internal sealed record TakeLiquidity(long Number, Side Side, decimal Price, decimal Quantity, long RecordedId) : ReplayCommand(Number);

/// <summary>The market's committed answer.</summary>
/// <param name="OrderId">The system's number of the order.</param>
/// <param name="Fills">Trades that the command caused, in order.</param>
internal sealed record ReplayAnswer(long OrderId, IReadOnlyList<ReplayFill> Fills);

/// <summary>One trade of an aggressor.</summary>
/// <param name="RestingOrderId">The system's number of the order that was hit.</param>
/// <param name="Quantity">The quantity.</param>
internal readonly record struct ReplayFill(long RestingOrderId, decimal Quantity);

/// <summary>The market that a replay acts on.</summary>
internal interface IReplayMarket
{
    /// <summary>Executes one command and returns once it is committed. A rejection throws: a replay sends only valid commands.</summary>
    Task<ReplayAnswer> ExecuteAsync(ReplayCommand command, CancellationToken cancellationToken);

    /// <summary>The best levels of the book after the last command.</summary>
    Task<Depth> GetDepthAsync(CancellationToken cancellationToken);
}
