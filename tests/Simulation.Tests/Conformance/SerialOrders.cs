namespace Rtx.Simulation.Tests.Conformance;

/// <summary>Concurrent operations must give the answers of some sequential order.</summary>
internal static class SerialOrders
{
    /// <summary>Continues in an order that gives these answers.</summary>
    /// <param name="before">The history before; a single operation changes it.</param>
    /// <param name="operations">The concurrent operations.</param>
    /// <param name="answers">PostgreSQL's answers.</param>
    /// <param name="expected">The answers of that order, or of another order when no order matches.</param>
    /// <returns>The history afterwards; null when no order gives these answers.</returns>
    public static SimulatedHistory? Find(
        SimulatedHistory before, IReadOnlyList<IOperation> operations, IReadOnlyList<Answer> answers, out IReadOnlyList<Answer> expected)
    {
        var isAlone = operations.Count == 1;
        expected = [];
        foreach (var order in OrdersOf([.. operations.Select(operation => operation.MomentCount)]))
        {
            var history = isAlone ? before : before.Copy();
            expected = Play(history, operations, order);
            if (expected.Zip(answers).All(pair => Fits(pair.Second, pair.First, isAlone))) return history;
        }

        return null;
    }

    private static Answer[] Play(SimulatedHistory history, IReadOnlyList<IOperation> operations, IReadOnlyList<int> order)
    {
        List<IEnumerator<Answer>> running = [.. operations.Select(operation => operation.Moments(history).GetEnumerator())];
        foreach (var index in order) running[index].MoveNext();
        return [.. running.Select(moments => moments.Current)];
    }

    // An error lists the stale streams as of the start of the statement, so it may name fewer than are stale when it ends.
    private static bool Fits(Answer answer, Answer expected, bool isAlone) =>
        answer.Text == expected.Text
        && (isAlone || answer.Text != Answer.FencedState ? answer.Refused.SequenceEqual(expected.Refused) : answer.Refused.Count > 0 && answer.Refused.All(expected.Refused.Contains));

    /// <summary>All sequences in which each index occurs once per step of its operation.</summary>
    private static IEnumerable<IReadOnlyList<int>> OrdersOf(IReadOnlyList<int> moments)
    {
        if (moments.All(left => left == 0)) return [[]];
        return Enumerable.Range(0, moments.Count).Where(index => moments[index] > 0)
            .SelectMany(index => OrdersOf(
                [.. moments.Select((left, i) => i == index ? left - 1 : left)]).Select(rest => (IReadOnlyList<int>)[index, .. rest]));
    }
}
