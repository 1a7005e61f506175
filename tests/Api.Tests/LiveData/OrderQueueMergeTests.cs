using Rtx.ClientApi.LiveData;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Api.Tests.LiveData;

public sealed class OrderQueueMergeTests
{
    private readonly OrderQueueMerge _merge = new(TestInstruments.Spot);

    [Fact]
    public void Updates_in_a_row_become_one_with_the_newest_orders()
    {
        _merge.Add(Update(1, 2, Order(1, 10, 500), Order(2, 10, 100)));
        _merge.Add(Update(2, 4, Order(2, 10, 0), Order(1, 11, 300) with { PrioritySequence = 4 }));
        var merged = _merge.Drain()!;
        Assert.Equal(("BTCUSD", 1L, 4L), (merged.Symbol, merged.PreviousSequence, merged.Sequence));
        Assert.Equal([(1L, 11m, 3m, 4L), (2L, 10m, 0m, 2L)], merged.Orders.Select(order => (order.OrderId, order.Price, order.Quantity, order.PrioritySequence)).Order());
        Assert.Null(_merge.Drain());
    }

    [Fact]
    public void A_gap_between_updates_stays_visible()
    {
        _merge.Add(Update(1, 2, Order(1, 10, 5)));
        _merge.Add(Update(3, 4, Order(2, 10, 5)));
        var merged = _merge.Drain()!;
        Assert.Equal((3L, 2L), (merged.PreviousSequence, Assert.Single(merged.Orders).OrderId));
    }

    [Fact]
    public void More_changes_than_a_snapshot_has_are_given_up_and_show_as_a_gap()
    {
        const int Half = BookMerge<OrderId, QueuedOrder>.MaxStates / 2;
        _merge.Add(Update(0, Half, [.. Enumerable.Range(1, Half).Select(id => Order(id, 10, 5))]));
        _merge.Add(Update(Half, 2 * Half, [.. Enumerable.Range(Half + 1, Half).Select(id => Order(id, 10, 5))]));
        _merge.Add(Update(2 * Half, (2 * Half) + 1, Order(1, 10, 0)));
        var merged = _merge.Drain()!;
        Assert.Equal((2L * Half, (2L * Half) + 1), (merged.PreviousSequence, merged.Sequence));
        Assert.Single(merged.Orders);
    }

    private static QueuedOrder Order(long id, long ticks, long lots) => new(new OrderId(id), Side.Buy, new Price(ticks), new Quantity(lots), id);

    private static BookUpdate Update(long previous, long sequence, params QueuedOrder[] orders) =>
        new(TestInstruments.Spot.Id, previous, sequence, [], []) { Orders = orders };
}
