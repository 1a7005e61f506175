namespace Rtx.Testing.Matching;

/// <summary>
/// Delta debugging: finds a short subsequence that still fails, by leaving out ever smaller parts (Zeller and Hildebrandt, Simplifying and
/// isolating failure-inducing input, 2002). The order stays. No single item of the result can be left out, unless the limit of work was
/// reached before.
/// </summary>
public static class Shrinker
{
    /// <summary>Limit on the total number of items in all tried sequences: a test must fail in a minute, not in an hour.</summary>
    private const long MaxItemsTried = 4_000_000;

    /// <summary>Shrinks a sequence that fails.</summary>
    /// <param name="items">The sequence; <paramref name="fails"/> is true for it.</param>
    /// <param name="fails">Whether a sequence fails; it must answer the same for the same sequence.</param>
    public static IReadOnlyList<T> Shrink<T>(IReadOnlyList<T> items, Func<IReadOnlyList<T>, bool> fails)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(fails);
        var tried = 0L;
        for (var size = Math.Max(1, items.Count / 2); ; size = Math.Max(1, size / 2))
        {
            var before = items.Count;
            // From the front: the oldest items matter least.
            for (var start = 0; start < items.Count;)
            {
                if (tried > MaxItemsTried) return items;
                var shorter = items.Take(start).Concat(items.Skip(start + size)).ToList();
                tried += shorter.Count;
                if (fails(shorter)) items = shorter;
                else start += size;
            }

            if (size == 1 && items.Count == before) return items;
        }
    }
}
