namespace Rtx.Replays.Market;

/// <summary>The replay's own record of resting orders, fed only by the market's answers. Not safe for concurrent use.</summary>
internal sealed class ReplayOrders
{
    private readonly Dictionary<long, ReplayOrder> _byOrderId = [];
    private readonly Dictionary<long, ReplayOrder> _byRecordedId = [];
    private readonly Dictionary<Side, Dictionary<decimal, List<ReplayOrder>>> _levels = new() { [Side.Buy] = [], [Side.Sell] = [] };

    /// <summary>The order with this exchange number; null when it is not resting.</summary>
    public ReplayOrder? Find(long recordedId) => _byRecordedId.GetValueOrDefault(recordedId);

    /// <summary>Orders at one price, oldest first; empty when nothing rests there.</summary>
    public IReadOnlyList<ReplayOrder> At(Side side, decimal price) => _levels[side].TryGetValue(price, out var level) ? level : [];

    /// <summary>Prices with resting orders, in no particular order.</summary>
    public IReadOnlyCollection<decimal> Prices(Side side) => _levels[side].Keys;

    /// <summary>Total resting quantity at one price.</summary>
    public decimal QuantityAt(Side side, decimal price) => At(side, price).Sum(order => order.LeavesQty);

    /// <summary>Records the result of a command.</summary>
    /// <exception cref="InvalidOperationException">A resting order traded on arrival, or an unknown order was hit.</exception>
    public void Apply(ReplayCommand command, ReplayAnswer answer)
    {
        switch (command)
        {
            case PlaceResting place:
                if (answer.Fills.Count > 0)
                {
                    throw new InvalidOperationException($"Command {place.Number} should rest at {place.Price}, but it traded.");
                }
                Add(new ReplayOrder(answer.OrderId, place));
                break;
            case ReduceResting reduce:
                reduce.Order.Reduce(reduce.LeavesQty);
                break;
            case CancelResting cancel:
                Remove(cancel.Order);
                break;
            case TakeLiquidity:
                foreach (var fill in answer.Fills) Fill(fill);
                break;
            default:
                throw new InvalidOperationException($"{command.GetType().Name} is unknown.");
        }
    }

    /// <summary>The exchange's number of an order that was hit; null for an anonymous lot. Asked before the fill is applied.</summary>
    public long? RecordedIdOf(ReplayFill fill) => _byOrderId.TryGetValue(fill.RestingOrderId, out var order) ? order.RecordedId : null;

    private void Add(ReplayOrder order)
    {
        _byOrderId.Add(order.OrderId, order);
        if (order.RecordedId is { } recordedId) _byRecordedId[recordedId] = order;
        if (!_levels[order.Side].TryGetValue(order.Price, out var level)) _levels[order.Side].Add(order.Price, level = []);
        level.Add(order);
    }

    private void Fill(ReplayFill fill)
    {
        if (!_byOrderId.TryGetValue(fill.RestingOrderId, out var order))
            throw new InvalidOperationException($"Order {fill.RestingOrderId} was hit, but it is not one of this replay.");
        order.Fill(fill.Quantity);
        if (order.LeavesQty == 0m) Remove(order);
    }

    private void Remove(ReplayOrder order)
    {
        _byOrderId.Remove(order.OrderId);
        if (order.RecordedId is { } recordedId) _byRecordedId.Remove(recordedId);
        var level = _levels[order.Side][order.Price];
        level.Remove(order);
        if (level.Count == 0) _levels[order.Side].Remove(order.Price);
    }
}
