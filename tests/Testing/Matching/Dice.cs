using System.Diagnostics.CodeAnalysis;

namespace Rtx.Testing.Matching;

/// <summary>Seeded random numbers.</summary>
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A seed must repeat the stream.")]
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>True with the given probability per mille.</summary>
    internal bool PerMille(int cases) => _random.Next(1_000) < cases;

    /// <summary>A number from the range, both ends included.</summary>
    internal int Between(int lowest, int highest) => _random.Next(lowest, highest + 1);

    internal T Pick<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];

    internal void Shuffle<T>(T[] values) => _random.Shuffle(values);
}
