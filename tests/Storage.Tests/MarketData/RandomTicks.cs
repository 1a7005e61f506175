using Rtx.Model;

namespace Rtx.Storage.Tests.MarketData;

/// <summary>
/// Seeded ticks of several instruments and providers: mostly rising in time, sometimes late, some one-sided, quotes and trades mixed.
/// </summary>
internal static class RandomTicks
{
    public static readonly Timestamp Start = Timestamp.From(new DateTime(2014, 5, 1, 23, 50, 0, DateTimeKind.Utc));

    /// <summary>Instruments 1, 9 and 17: all of shard 1 when there are 8.</summary>
    public static IReadOnlyList<InstrumentId> Instruments { get; } = [new(1), new(9), new(17)];

    public static IReadOnlyList<Tick> Create(int seed, int count, Timestamp? start = null, int maxStepMilliseconds = 400)
    {
        var random = new Random(seed);
        var sequences = new Dictionary<(InstrumentId, short, TickKind), long>();
        var ticks = new List<Tick>(count);
        var now = (start ?? Start).UnixMicroseconds;
        for (var i = 0; i < count; i++)
        {
            now += random.Next(0, maxStepMilliseconds) * 1_000L + random.Next(2);
            var instrument = Instruments[random.Next(Instruments.Count)];
            var provider = (short)random.Next(0, 3);
            var kind = random.Next(4) == 0 ? TickKind.Trade : TickKind.Quote;
            var sequence = sequences[(instrument, provider, kind)] = sequences.GetValueOrDefault(
                (instrument, provider, kind)) + random.Next(1, 4);
            var isLate = random.Next(10) == 0;
            ticks.Add(Create(instrument, provider, kind, sequence, new Timestamp(now - (isLate ? random.Next(180_000_000) : 0)), random));
        }

        return ticks;
    }

    private static Tick Create(InstrumentId instrument, short provider, TickKind kind, long sequence, Timestamp time, Random random)
    {
        var price = random.Next(-500, 5_000);
        var tick = new Tick { InstrumentId = instrument, ProviderId = provider, Kind = kind, Sequence = sequence, Time = time };
        return kind switch
        {
            TickKind.Quote =>
                tick with
                {
                    Bid = new Price(price),
                    BidQty = new Quantity(random.Next(0, 3)),
                    Ask = new Price(price + random.Next(1, 9)),
                    AskQty = new Quantity(random.Next(0, 3)),
                },
            TickKind.Trade => tick with { LastPx = new Price(price), LastQty = new Quantity(random.Next(1, 100)) },
        };
    }
}
