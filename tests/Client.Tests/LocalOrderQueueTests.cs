namespace Rtx.Client.Tests;

public sealed class LocalOrderQueueTests
{
    private readonly LocalOrderQueue _queue = new("X");

    [Fact]
    public void Orders_stand_by_price_and_then_by_priority()
    {
        _queue.Apply(Snapshot(5, Bid(3, 10m, 1m), Bid(1, 9m, 1m), Ask(2, 11m, 1m)));
        Assert.Equal(BookChange.Applied, _queue.Apply(Update(5, 8, Bid(6, 9m, 1m), Bid(7, 11m, 1m), Ask(8, 10.5m, 1m))));
        Assert.Equal([7L, 3L, 1L, 6L], _queue.Bids.Select(order => order.OrderId));
        Assert.Equal([8L, 2L], _queue.Asks.Select(order => order.OrderId));
    }

    [Fact]
    public void An_order_without_quantity_leaves()
    {
        _queue.Apply(Snapshot(2, Bid(1, 9m, 1m), Bid(2, 9m, 1m)));
        _queue.Apply(Update(2, 3, Bid(1, 9m, 0m)));
        Assert.Equal([2L], _queue.Bids.Select(order => order.OrderId));
        Assert.Null(_queue.Find(1));
    }

    [Fact]
    public void An_order_that_never_was_here_may_leave() =>
        Assert.Equal((BookChange.Applied, BookChange.Applied), (_queue.Apply(Snapshot(2)), _queue.Apply(Update(2, 4, Bid(3, 9m, 0m)))));

    [Fact]
    public void An_order_that_changes_its_price_is_there_once()
    {
        _queue.Apply(Snapshot(2, Bid(1, 9m, 1m), Bid(2, 9m, 1m)));
        _queue.Apply(Update(2, 3, Bid(1, 10m, 1m) with { PrioritySequence = 3 }));
        Assert.Equal([(1L, 10m), (2L, 9m)], _queue.Bids.Select(order => (order.OrderId, order.Price)));
    }

    [Fact]
    public void What_is_ahead_is_what_the_orders_before_it_show()
    {
        _queue.Apply(Snapshot(4, Bid(4, 10m, 9m), Bid(1, 9m, 1m), Bid(2, 9m, 2m), Bid(3, 9m, 4m)));
        Assert.Equal((0m, 1m, 3m, 0m), (_queue.QuantityAhead(1), _queue.QuantityAhead(2), _queue.QuantityAhead(3), _queue.QuantityAhead(4)));
        Assert.Null(_queue.QuantityAhead(5));

        // An iceberg that refreshes goes to the end.
        _queue.Apply(Update(4, 6, Bid(1, 9m, 1m) with { PrioritySequence = 6 }));
        Assert.Equal((6m, 0m, 2m), (_queue.QuantityAhead(1), _queue.QuantityAhead(2), _queue.QuantityAhead(3)));
    }

    [Fact]
    public void Updates_that_came_before_the_snapshot_are_applied_to_it()
    {
        Assert.Equal(BookChange.Kept, _queue.Apply(Update(1, 2, Bid(2, 9m, 1m))));
        Assert.Equal(BookChange.Kept, _queue.Apply(Update(2, 3, Bid(3, 9m, 1m))));
        Assert.Equal(BookChange.Applied, _queue.Apply(Snapshot(2, Bid(1, 9m, 1m), Bid(2, 9m, 1m))));
        Assert.Equal((3L, 3), (_queue.Sequence, _queue.Bids.Count()));
    }

    [Fact]
    public void A_gap_empties_the_queues_until_the_next_snapshot()
    {
        _queue.Apply(Snapshot(2, Bid(1, 9m, 1m)));
        Assert.Equal(BookChange.Old, _queue.Apply(Update(1, 2, Bid(1, 9m, 5m))));
        Assert.Equal(BookChange.Gap, _queue.Apply(Update(3, 4, Ask(4, 11m, 1m))));
        Assert.False(_queue.IsReady);
        Assert.Empty(_queue.Bids);
        Assert.Null(_queue.QuantityAhead(1));
        Assert.Equal(BookChange.Applied, _queue.Apply(Snapshot(3, Bid(1, 9m, 2m))));
        Assert.Equal((4L, 2m, 11m), (_queue.Sequence, _queue.Bids.Single().Quantity, _queue.Asks.Single().Price));
    }

    [Fact]
    public void A_picture_has_the_first_orders_of_each_side()
    {
        _queue.Apply(Snapshot(4, Bid(1, 10m, 1m), Bid(2, 9m, 1m), Ask(3, 11m, 1m), Ask(4, 12m, 1m)));
        var picture = _queue.ToOrderQueue(1);
        Assert.Equal(("X", 4L), (picture.Symbol, picture.Sequence));
        Assert.Equal([1L, 3L], picture.Orders.Select(order => order.OrderId));
    }

    private static QueuedOrder Bid(long id, decimal price, decimal quantity) => new() { OrderId = id, Side = Side.Buy, Price = price, Quantity = quantity, PrioritySequence = id };

    private static QueuedOrder Ask(long id, decimal price, decimal quantity) => Bid(id, price, quantity) with { Side = Side.Sell };

    private static OrderQueue Snapshot(long sequence, params QueuedOrder[] orders) => new() { Symbol = "X", Sequence = sequence, Orders = orders };

    private static OrderQueueUpdate Update(long previous, long sequence, params QueuedOrder[] orders) =>
        new() { Symbol = "X", PreviousSequence = previous, Sequence = sequence, Orders = orders };
}
