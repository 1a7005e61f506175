using Rtx.Replays.Market;

namespace Rtx.Replays.Lobster;

/// <summary>
/// Turns a LOBSTER day into commands. A recording shows a window of the best levels only, so changes to a level outside the window are
/// missing: such a level is <em>taken over</em> as one anonymous lot when it enters the window with a different quantity, and removed when
/// the window shows that it is gone. Ids that were never added belong to the anonymous lots of their level, which stand at the head of the
/// queue. Pure: commands follow from the rows and from the answers given to <see cref="Record"/>. Execute and record each list before
/// asking for the next one.
/// </summary>
internal sealed class LobsterPlanner
{
    private readonly ReplayOrders _orders = new();
    private readonly Dictionary<Side, HashSet<decimal>> _fullyObserved = new() { [Side.Buy] = [], [Side.Sell] = [] };
    private long _commands;

    /// <summary>Levels that were taken over: replaced by an anonymous lot, or removed.</summary>
    public long TakeOvers { get; private set; }

    /// <summary>Executions at levels that were in the window, without an anonymous lot, since their first order.</summary>
    public long FullyObservedExecutions { get; private set; }

    /// <summary>Those of <see cref="FullyObservedExecutions"/> that hit exactly the recorded order.</summary>
    public long HitsOfRecordedOrder { get; private set; }

    /// <summary>The book before the first message that is replayed: one anonymous lot per level.</summary>
    public IReadOnlyList<ReplayCommand> Seed(RecordedBook book) => [.. PlaceLots(Side.Buy, book.Bids), .. PlaceLots(Side.Sell, book.Asks)];

    /// <summary>The commands for a message.</summary>
    public IReadOnlyList<ReplayCommand> Plan(LobsterMessage message) => message.Type switch
    {
        LobsterMessageType.Add => [new PlaceResting(Next(), message.Side, message.Price, message.Quantity, message.OrderId)],
        LobsterMessageType.PartialCancel or LobsterMessageType.Delete => PlanCancel(message),
        LobsterMessageType.VisibleExecution =>
            [new TakeLiquidity(Next(), Opposite(message.Side), message.Price, message.Quantity, message.OrderId)],
        LobsterMessageType.HiddenExecution or LobsterMessageType.CrossTrade or LobsterMessageType.Halt => [],
    };

    /// <summary>
    /// Commands that make the market equal to the recorded book after a message: removals on both sides come first, so that no new order
    /// can trade.
    /// </summary>
    public IReadOnlyList<ReplayCommand> PlanTakeOver(RecordedBook book)
    {
        var gone = Sides().SelectMany(side => GonePrices(side, book).Select(price => (side, price))).ToList();
        var changed = Sides().SelectMany(side => ChangedLevels(side, book).Select(level => (side, level))).ToList();
        TakeOvers += gone.Count + changed.Count;
        return
        [
            .. gone.SelectMany(level => CancelAll(level.side, level.price)),
            .. changed.SelectMany(item => CancelAll(item.side, item.level.Price)),
            .. changed.Select(item => PlaceLot(item.side, item.level)),
        ];
    }

    /// <summary>Records the result of a command.</summary>
    public void Record(ReplayCommand command, ReplayAnswer answer)
    {
        switch (command)
        {
            case PlaceResting { RecordedId: null } lot:
                _fullyObserved[lot.Side].Remove(lot.Price);
                break;
            case PlaceResting order when _orders.At(order.Side, order.Price).Count == 0:
                _fullyObserved[order.Side].Add(order.Price);
                break;
            case TakeLiquidity take when _fullyObserved[Opposite(take.Side)].Contains(take.Price):
                FullyObservedExecutions++;
                if (HitsOnly(take, answer)) HitsOfRecordedOrder++;
                break;
        }

        _orders.Apply(command, answer);
    }

    /// <summary>Stops treating levels that left the window or are empty as fully observed.</summary>
    public void LeaveWindow(RecordedBook book)
    {
        foreach (var side in Sides())
            _fullyObserved[side].RemoveWhere(price => !book.Shows(side, price) || _orders.At(side, price).Count == 0);
    }

    private static Side[] Sides() => [Side.Buy, Side.Sell];

    private static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    private bool HitsOnly(TakeLiquidity take, ReplayAnswer answer) =>
        answer.Fills is [var fill] && fill.Quantity == take.Quantity && _orders.RecordedIdOf(fill) == take.RecordedId;

    private List<ReplayCommand> PlanCancel(LobsterMessage message)
    {
        if (_orders.Find(message.OrderId) is { } order) return [Reduce(order, message.Quantity)];

        var commands = new List<ReplayCommand>();
        var missing = message.Quantity;
        foreach (var lot in _orders.At(message.Side, message.Price).Where(lot => lot.RecordedId is null))
        {
            if (missing == 0m) break;
            var part = Math.Min(missing, lot.LeavesQty);
            commands.Add(Reduce(lot, part));
            missing -= part;
        }

        return commands;
    }

    private ReplayCommand Reduce(ReplayOrder order, decimal quantity) =>
        quantity >= order.LeavesQty ? new CancelResting(Next(), order) : new ReduceResting(Next(), order, order.LeavesQty - quantity);

    private IEnumerable<decimal> GonePrices(Side side, RecordedBook book) =>
        _orders.Prices(side).Where(price => book.Shows(side, price) && book.Of(side).All(level => level.Price != price)).Order();

    private IEnumerable<RecordedLevel> ChangedLevels(Side side, RecordedBook book) =>
        book.Of(side).Where(level => _orders.QuantityAt(side, level.Price) != level.Quantity);

    private IEnumerable<ReplayCommand> CancelAll(Side side, decimal price) =>
        _orders.At(side, price).Select(order => new CancelResting(Next(), order));

    private IEnumerable<ReplayCommand> PlaceLots(Side side, IReadOnlyList<RecordedLevel> levels) =>
        levels.Select(level => PlaceLot(side, level));

    private PlaceResting PlaceLot(Side side, RecordedLevel level) => new(Next(), side, level.Price, level.Quantity, RecordedId: null);

    private long Next() => ++_commands;
}
