using System.IO.Hashing;
using System.Text;
using Rtx.Client;
using Rtx.Domain.Matching.Rules;
using Rtx.Gateway.Wire;
using Rtx.Testing.Matching;

namespace Rtx.Api.Tests.LiveData;

/// <summary>A book under random commands that tells its changes by comparing itself with what it was.</summary>
internal sealed class PublishedMarket(int seed, RandomMarket market)
{
    private readonly RandomBookCommands _commands = new(seed, market);
    private readonly ReferenceBook _reference = new(market.Instrument);
    private readonly OrderBook _book = new(market.Instrument);

    /// <summary>Runs the next command; null when it was none that a book publishes.</summary>
    public Model.BookUpdate? Next()
    {
        var (sequence, levels, orders) = (_book.Sequence, Levels(), Orders());
        var command = _commands.Next(_reference);
        command.RunOn(_reference);
        command.RunOn(_book);
        if (_book.Sequence == sequence) return null;
        var (levelsNow, ordersNow) = (Levels(), Orders());
        return new Model.BookUpdate(market.Instrument.Id, sequence, _book.Sequence, [.. levelsNow.Except(levels), .. Gone(levels, levelsNow)], [])
        {
            Orders = [.. ordersNow.Except(orders), .. Gone(orders, ordersNow)],
            Checksum = Crc32.HashToUInt32(Encoding.ASCII.GetBytes(string.Join(':', Levels(10).Select(level => $"{level.Price.Ticks}:{level.Quantity.Lots}")))),
            Indicative = _book.Indicative(),
            State = _book.State,
        };
    }

    public Depth Depth(int levels)
    {
        var (bids, asks) = (new List<Model.DepthLevel>(), new List<Model.DepthLevel>());
        _book.CopyDepth(levels, bids, asks);
        return MarketDataWire.ToWire(
            market.Instrument, new Model.DepthSnapshot(market.Instrument.Id, _book.Sequence, bids, asks) { Indicative = _book.Indicative(), State = _book.State });
    }

    public OrderQueue Queue() => MarketDataWire.ToWire(market.Instrument, new Model.QueueSnapshot(market.Instrument.Id, _book.Sequence, Orders()));

    private static IEnumerable<Model.DepthLevel> Gone(List<Model.DepthLevel> before, List<Model.DepthLevel> now) =>
        before.ExceptBy(now.Select(level => (level.Side, level.Price)), level => (level.Side, level.Price)).Select(level => new Model.DepthLevel(level.Side, level.Price, default, 0));

    private static IEnumerable<Model.QueuedOrder> Gone(List<Model.QueuedOrder> before, List<Model.QueuedOrder> now) =>
        before.ExceptBy(now.Select(order => order.OrderId), order => order.OrderId).Select(order => order with { Quantity = default });

    private List<Model.DepthLevel> Levels(int levels = int.MaxValue)
    {
        var (bids, asks) = (new List<Model.DepthLevel>(), new List<Model.DepthLevel>());
        _book.CopyDepth(levels, bids, asks);
        return [.. bids, .. asks];
    }

    private List<Model.QueuedOrder> Orders() =>
    [
        .. _book.QueuedOrders(Model.Side.Buy).Concat(_book.QueuedOrders(Model.Side.Sell))
            .Select(order => new Model.QueuedOrder(order.OrderId, order.Side, order.Price, order.DisplayedQty, order.PrioritySequence)),
    ];
}
