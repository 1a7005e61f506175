namespace Rtx.Benchmarks.Matching.Streams;

/// <summary>The hash of the neutral workload over 64-bit numbers: h = (h xor x) × 0x100000001B3, from 0xCBF29CE484222325.</summary>
internal struct ChainedHash()
{
    private const ulong Prime = 0x100000001B3;

    public ulong Value { get; private set; } = 0xCBF29CE484222325;

    public void Add(ulong x) => Value = (Value ^ x) * Prime;

    public void Add(long x) => Add((ulong)x);
}
