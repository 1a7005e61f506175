namespace Rtx.Chaos.Faults;

/// <summary>The order of faults; the same seed gives the same plan on the same machine.</summary>
internal sealed class FaultPlan(IReadOnlyList<FaultKind> kinds, Random dice)
{
    private const int TogetherInHundred = 20;

    /// <summary>Each fault once.</summary>
    public IEnumerable<IReadOnlyList<FaultKind>> Once() => Shuffled(kinds).Select(kind => new[] { kind });

    /// <summary>Endless: all faults in a new order each time, now and then two of different parts together.</summary>
    public IEnumerable<IReadOnlyList<FaultKind>> Endless()
    {
        while (true)
        {
            foreach (var kind in Shuffled(kinds))
            {
                var others = kinds.Where(other => other.Part != kind.Part).ToList();
                yield return others.Count > 0 && dice.Next(100) < TogetherInHundred ? [kind, others[dice.Next(others.Count)]] : [kind];
            }
        }
    }

    private FaultKind[] Shuffled(IReadOnlyList<FaultKind> ordered)
    {
        FaultKind[] shuffled = [.. ordered];
        dice.Shuffle(shuffled);
        return shuffled;
    }
}
