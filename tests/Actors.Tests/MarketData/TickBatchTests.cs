namespace Rtx.Actors.Tests.MarketData;

public sealed class TickBatchTests
{
    [Fact]
    public void Packed_ticks_come_out_as_they_went_in()
    {
        var random = new Random(5);
        var ticks = Enumerable.Range(0, TickBatch.MaxTicks).Select(_ => new Tick
        {
            InstrumentId = new InstrumentId(random.Next(1, 9)),
            Time = new Timestamp(random.NextInt64(0, 1L << 52)),
            ProviderId = (short)random.Next(short.MinValue, short.MaxValue),
            Kind = random.Next(2) == 0 ? TickKind.Quote : TickKind.Trade,
            Sequence = random.NextInt64(long.MinValue, long.MaxValue),
            Bid = new Price(random.NextInt64(long.MinValue, long.MaxValue)),
            BidQty = new Quantity(random.Next(3)),
            Ask = new Price(random.Next(3) == 0 ? long.MinValue : long.MaxValue),
            AskQty = new Quantity(long.MaxValue),
            LastPx = new Price(-1),
            LastQty = new Quantity(random.Next()),
        }).ToArray();
        var unpacked = new Tick[ticks.Length];

        TickBatch.Of(ticks).CopyTo(unpacked);

        Assert.Equal(ticks, unpacked);
    }

    [Fact]
    public void A_batch_is_never_empty_nor_too_large()
    {
        Assert.Throws<ArgumentException>(() => TickBatch.Of([]));
        Assert.Throws<ArgumentException>(() => TickBatch.Of(new Tick[TickBatch.MaxTicks + 1]));
    }
}
