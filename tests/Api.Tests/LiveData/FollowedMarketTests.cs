using Rtx.Client;
using Rtx.ClientApi.LiveData;
using Rtx.Gateway.Wire;
using Rtx.Testing.Matching;

namespace Rtx.Api.Tests.LiveData;

/// <summary>A random market as its listeners see it: updates as a book publishes them, merged as the API does, applied as the SDK does.</summary>
public sealed class FollowedMarketTests
{
    private const int Commands = 3_000;
    private const int SnapshotLevels = 12;

    public static TheoryData<string> Markets() => [.. RandomMarket.All.Select(market => market.Name)];

    [Theory]
    [MemberData(nameof(Markets))]
    public void Merged_updates_keep_copies_equal_to_the_book(string name)
    {
        var market = RandomMarket.Named(name);
        var instrument = InstrumentWire.ToWire(market.Instrument);
        var published = new PublishedMarket(91, market);
        var (depthMerge, queueMerge) = (new DepthMerge(market.Instrument), new OrderQueueMerge(market.Instrument));
        var (whole, cutOff, queue) = (new LocalOrderBook(instrument), new LocalOrderBook(instrument, SnapshotLevels), new LocalOrderQueue(instrument.Symbol));
        for (var step = 0; step < Commands / 4; step++) published.Next();
        Assert.Equal(BookChange.Applied, whole.Apply(published.Depth(int.MaxValue)));
        Assert.Equal(BookChange.Applied, cutOff.Apply(published.Depth(SnapshotLevels)));
        Assert.Equal(BookChange.Applied, queue.Apply(published.Queue()));

        var dice = new Random(92);
        var (auctions, updates) = (0, 0);
        for (var step = 0; step < Commands; step++)
        {
            if (published.Next() is { } update)
            {
                depthMerge.Add(update);
                queueMerge.Add(update);
            }

            // Now and then, so that one to many updates come merged.
            if (dice.Next(5) > 1 || depthMerge.Drain() is not { } depth) continue;
            Assert.Equal((BookChange.Applied, BookChange.Applied, BookChange.Applied), (whole.Apply(depth), cutOff.Apply(depth), queue.Apply(queueMerge.Drain()!)));
            var now = published.Depth(int.MaxValue);
            Assert.Equal(now.Bids, whole.Bids);
            Assert.Equal(now.Asks, whole.Asks);
            Assert.Equal(published.Queue().Orders, queue.ToOrderQueue(int.MaxValue).Orders);
            updates++;
            if (depth.IndicativePx is not null) auctions++;
        }

        Assert.True(updates > Commands / 10 && auctions > 0, $"{updates} updates with {auctions} auctions are too few to prove anything.");
    }
}
