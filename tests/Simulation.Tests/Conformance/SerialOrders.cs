namespace Rtx.Simulation.Tests.Conformance;

/// <summary>What was asked at the same time must be answered as if it had been asked one after the other, in some order.</summary>
internal static class SerialOrders
{
    /// <summary>Goes on in an order that gives these answers.</summary>
    /// <param name="before">Where it begins; what is asked alone changes it.</param>
    /// <param name="operations">What was asked at the same time.</param>
    /// <param name="answers">What PostgreSQL answered.</param>
    /// <param name="expected">The answers of that order, or of some other when there is none.</param>
    /// <returns>How it has gone on; null when no order gives these answers.</returns>
    public static SimulatedHistory? Find(SimulatedHistory before, IReadOnlyList<IOperation> operations, IReadOnlyList<Answer> answers, out IReadOnlyList<Answer> expected)
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

    // Who failed is looked for among what was so when the statement began, so that a refusal may name fewer than have become stale until it ends.
    private static bool Fits(Answer answer, Answer expected, bool isAlone) =>
        answer.Text == expected.Text
        && (isAlone || answer.Text != Answer.FencedState ? answer.Refused.SequenceEqual(expected.Refused) : answer.Refused.Count > 0 && answer.Refused.All(expected.Refused.Contains));

    /// <summary>All sequences in which each index comes as often as it has moments.</summary>
    private static IEnumerable<IReadOnlyList<int>> OrdersOf(IReadOnlyList<int> moments)
    {
        if (moments.All(left => left == 0)) return [[]];
        return Enumerable.Range(0, moments.Count).Where(index => moments[index] > 0)
            .SelectMany(index => OrdersOf([.. moments.Select((left, i) => i == index ? left - 1 : left)]).Select(rest => (IReadOnlyList<int>)[index, .. rest]));
    }
}
