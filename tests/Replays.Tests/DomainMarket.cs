using Rtx.Client;
using Rtx.Domain.Matching.Records;
using Rtx.Replays.Market;
using Rtx.Testing;

namespace Rtx.Replays.Tests;

/// <summary>A market in this process: the order book alone, without accounts, network and database.</summary>
internal sealed class DomainMarket(int levels) : IReplayMarket
{
    private static readonly Model.AccountId Resting = new(1);
    private static readonly Model.AccountId Taking = new(2);

    private static readonly Model.Instrument Instrument = TestInstruments.Spot with
    {
        Symbol = "AMZN", PriceIncrement = 0.01m, QuantityIncrement = 1m, MaxQuantity = new Model.Quantity(1_000_000),
    };

    private readonly RecordedBook _book = new(Instrument);

    public List<ReplayCommand> Commands { get; } = [];

    public Task<ReplayAnswer> ExecuteAsync(ReplayCommand command, CancellationToken cancellationToken)
    {
        Commands.Add(command);
        return Task.FromResult(command switch
        {
            PlaceResting place => Submit(place, Resting, place.Side, Model.TimeInForce.Gtc, place.Quantity, place.Price),
            TakeLiquidity take => Submit(take, Taking, take.Side, Model.TimeInForce.Ioc, take.Quantity, take.Price),
            ReduceResting reduce => Reduce(reduce),
            CancelResting cancel => Accept(_book.Cancel(Resting, new Model.OrderId(cancel.Order.OrderId), default, new OrderEventLog()), cancel.Order.OrderId),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        });
    }

    public Task<Depth> GetDepthAsync(CancellationToken cancellationToken)
    {
        var (bids, asks) = (new List<Model.DepthLevel>(levels), new List<Model.DepthLevel>(levels));
        _book.Book.CopyDepth(levels, bids, asks);
        return Task.FromResult(new Depth { Symbol = Instrument.Symbol, Sequence = _book.Book.Sequence, Bids = [.. bids.Select(ToClient)], Asks = [.. asks.Select(ToClient)] });
    }

    private static DepthLevel ToClient(Model.DepthLevel level) =>
        new() { Price = Instrument.ToDecimal(level.Price), Quantity = Instrument.ToDecimal(level.Quantity), OrderCount = level.OrderCount };

    private static Model.Quantity Lots(decimal quantity) => Instrument.TryToQuantity(quantity, out var lots) ? lots : throw new InvalidOperationException("no whole lots");

    private static ReplayAnswer Accept(Model.RejectReason reason, long orderId) =>
        reason == Model.RejectReason.None ? new ReplayAnswer(orderId, []) : throw new InvalidOperationException(reason.ToString());

    private ReplayAnswer Reduce(ReduceResting reduce)
    {
        var total = Lots(reduce.Order.CumQty + reduce.LeavesQty);
        return Accept(_book.Amend(Resting, new Model.AmendOrder(new Model.OrderId(reduce.Order.OrderId), total, Price: null), default, new OrderEventLog()), reduce.Order.OrderId);
    }

    private ReplayAnswer Submit(
        ReplayCommand command, Model.AccountId account, Side side, Model.TimeInForce timeInForce, decimal quantity, decimal price)
    {
        if (!Instrument.TryToPrice(price, out var ticks)) throw new InvalidOperationException($"{price} is between two ticks.");
        var order = new Model.NewOrder
        {
            ClientOrderId = new Model.ClientOrderId($"{command.Number}"),
            InstrumentId = Instrument.Id,
            Side = (Model.Side)side,
            OrderType = Model.OrderType.Limit,
            TimeInForce = timeInForce,
            OrderQty = Lots(quantity),
            Price = ticks,
        };
        var events = new OrderEventLog();
        _book.Submit(account, order, ticks, instructions: null, default, events);
        if (events[0].ExecType == Model.ExecType.Rejected) throw new InvalidOperationException(events[0].RejectReason.ToString());
        var fills = new List<ReplayFill>();
        foreach (var e in events)
        {
            if (e.ExecType == Model.ExecType.Trade && !e.IsAggressor) fills.Add(new ReplayFill(e.OrderId.Value, Instrument.ToDecimal(e.LastQty)));
        }

        return new ReplayAnswer(events[0].OrderId.Value, fills);
    }
}
