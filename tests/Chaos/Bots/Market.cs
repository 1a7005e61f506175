using Rtx.Client;

namespace Rtx.Chaos.Bots;

/// <summary>The instruments that the bots trade, and the prices around which they trade.</summary>
internal sealed class Market(IReadOnlyList<Instrument> instruments)
{
    private const int FirstMid = 10_000;
    private const int MinMid = 5_000;
    private const int MaxMid = 20_000;

    private readonly int[] _mids = [.. instruments.Select(_ => FirstMid)];
    private readonly Lock _lock = new();

    public IReadOnlyList<Instrument> Instruments => instruments;

    /// <summary>An instrument and the price in ticks around which it trades; the price walks with every call.</summary>
    public (Instrument Instrument, int MidTicks) Next(Random dice)
    {
        var index = dice.Next(instruments.Count);
        lock (_lock)
        {
            _mids[index] = Math.Clamp(_mids[index] + dice.Next(-3, 4), MinMid, MaxMid);
            return (instruments[index], _mids[index]);
        }
    }
}
