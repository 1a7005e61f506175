namespace Rtx.Benchmarks.Matching.Streams;

/// <summary>The random numbers of the neutral workload: the same everywhere for the same seed (Steele, Lea, Flood 2014).</summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to below <paramref name="limit"/>: the high word of a product, without rejection.</summary>
    public long Below(long limit) => (long)Math.BigMul(Next(), (ulong)limit, out _);
}
