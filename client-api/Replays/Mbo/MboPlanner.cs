using Rtx.Replays.Market;

namespace Rtx.Replays.Mbo;

/// <summary>
/// Turns an order-by-order day into commands: an order rests, is cancelled or reduced, and a trade against the visible book becomes an
/// immediate-or-cancel order for each fill. Pure: commands follow from the records and from the answers given to <see cref="Record"/>.
/// </summary>
internal sealed class MboPlanner
{
    private readonly ReplayOrders _orders = new();
    private long _commands;

    /// <summary>Fills of the recording that were sent as orders.</summary>
    public long Executions { get; private set; }

    /// <summary>Those of <see cref="Executions"/> that hit exactly the recorded order.</summary>
    public long HitsOfRecordedOrder { get; private set; }

    /// <summary>
    /// The commands for each record of one change, in order. A trade follows its fills; a cancel that only reports a fill's effect has no
    /// commands. Steps are evaluated lazily: execute and record each one before asking for the next.
    /// </summary>
    /// <param name="change">Consecutive records with one sequence.</param>
    public IEnumerable<MboStep> Plan(IReadOnlyList<MboEvent> change)
    {
        var filled = new HashSet<(long OrderId, decimal Quantity)>();
        for (var i = 0; i < change.Count; i++)
        {
            var e = change[i];
            yield return new MboStep(e, e.Action switch
            {
                MboAction.Add => [new PlaceResting(Next(), SideOf(e), PriceOf(e), e.Quantity, e.OrderId)],
                MboAction.Trade => PlanFills(change.Skip(i + 1).TakeWhile(next => next.Action != MboAction.Trade), filled),
                MboAction.Cancel when filled.Remove((e.OrderId, e.Quantity)) => [],
                MboAction.Cancel => PlanCancel(e),
                MboAction.Fill => [],
                MboAction.Clear => PlanClear(),
            });
        }
    }

    /// <summary>Records the result of a command.</summary>
    public void Record(ReplayCommand command, ReplayAnswer answer)
    {
        if (command is TakeLiquidity take)
        {
            Executions++;
            if (answer.Fills is [var fill] && fill.Quantity == take.Quantity && _orders.RecordedIdOf(fill) == take.RecordedId)
            {
                HitsOfRecordedOrder++;
            }
        }

        _orders.Apply(command, answer);
    }

    private static Side SideOf(MboEvent e) =>
        e.Side ?? throw new FormatException($"Sequence {e.Sequence}: a record of an order has no side.");

    private static decimal PriceOf(MboEvent e) =>
        e.Price ?? throw new FormatException($"Sequence {e.Sequence}: a record of an order has no price.");

    private List<ReplayCommand> PlanFills(IEnumerable<MboEvent> following, HashSet<(long OrderId, decimal Quantity)> filled)
    {
        var commands = new List<ReplayCommand>();
        foreach (var fill in following.Where(e => e.Action == MboAction.Fill))
        {
            filled.Add((fill.OrderId, fill.Quantity));
            var aggressor = SideOf(fill) == Side.Buy ? Side.Sell : Side.Buy;
            commands.Add(new TakeLiquidity(Next(), aggressor, PriceOf(fill), fill.Quantity, fill.OrderId));
        }

        return commands;
    }

    private IReadOnlyList<ReplayCommand> PlanCancel(MboEvent e)
    {
        var order = _orders.Find(e.OrderId) ?? throw new FormatException($"Sequence {e.Sequence}: order {e.OrderId} was never added.");
        return e.Quantity >= order.LeavesQty
            ? [new CancelResting(Next(), order)]
            : [new ReduceResting(Next(), order, order.LeavesQty - e.Quantity)];
    }

    private IReadOnlyList<ReplayCommand> PlanClear() =>
        [.. new[] { Side.Buy, Side.Sell }.SelectMany(side => _orders.Prices(side).Order().SelectMany(price => _orders.At(side, price)))
            .Select(order => new CancelResting(Next(), order))];

    private long Next() => ++_commands;
}

/// <summary>One record and its commands.</summary>
/// <param name="Event">The record.</param>
/// <param name="Commands">What to do before the book is compared with the row that shows it.</param>
internal sealed record MboStep(MboEvent Event, IReadOnlyList<ReplayCommand> Commands);
