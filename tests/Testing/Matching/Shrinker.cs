namespace Rtx.Testing.Matching;

/// <summary>
/// Delta debugging: finds a short subsequence that still fails, by leaving out ever smaller parts (Zeller and Hildebrandt, Simplifying and isolating failure-inducing
/// input, 2002). The order stays. No single item of the result can be left out, unless the limit of attempts was reached.
/// </summary>
public static class Shrinker
{
    private const int MaxAttempts = 20_000;

    /// <summary>Shrinks a sequence that fails.</summary>
    /// <param name="items">The sequence; <paramref name="fails"/> is true for it.</param>
    /// <param name="fails">Whether a sequence fails; it must answer the same for the same sequence.</param>
    public static IReadOnlyList<T> Shrink<T>(IReadOnlyList<T> items, Func<IReadOnlyList<T>, bool> fails)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(fails);
        var attempts = 0;
        var size = Math.Max(1, items.Count / 2);
        while (attempts < MaxAttempts)
        {
            var before = items.Count;
            // From the front: what happened long ago matters least.
            for (var start = 0; start < items.Count && attempts < MaxAttempts;)
            {
                var shorter = items.Take(start).Concat(items.Skip(start + size)).ToList();
                attempts++;
                if (fails(shorter)) items = shorter;
                else start += size;
            }

            if (size == 1 && items.Count == before) break;
            size = Math.Max(1, size / 2);
        }

        return items;
    }
}
