using Rtx.Actors.OrderBooks;
using Rtx.Domain.Matching.Records;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;
using Rtx.Testing.Matching;

namespace Rtx.Simulation.Tests.Conformance;

/// <summary>An activation that writes a stream.</summary>
internal interface IActivation
{
    StreamKey Stream { get; }

    long Epoch { get; }

    /// <summary>The next decision, based on its earlier ones.</summary>
    CommitUnit Decide();

    /// <summary>Called when the decision is durable.</summary>
    void Committed(CommitUnit unit);
}

/// <summary>A book that draws random commands and commits its decisions.</summary>
/// <param name="snapshot">The state it starts from.</param>
/// <param name="draws">Its random source.</param>
/// <param name="accounts">The accounts whose orders it gets, each with the epoch that vouches for it.</param>
internal sealed class BookActivation(BookSnapshot snapshot, Draws draws, Func<VouchedAccount> accounts) : IActivation
{
    private static readonly TradingState[] States = [TradingState.Continuous, TradingState.Continuous, TradingState.Halted,
        TradingState.OpeningAuction, TradingState.CancelOnly];

    private readonly RecordedBook _book = SavedBook.Restore(snapshot);
    private long _sequence = snapshot.Sequence;
    private BookStanding _standing = snapshot.Standing;
    private long _stateVersion = snapshot.Standing.StateVersion;

    public StreamKey Stream => StreamKey.Of(snapshot.Instrument.Id);

    public long Epoch => snapshot.Epoch;

    public CommitUnit Decide()
    {
        OrderEventLog events = new();
        HashSet<VouchedAccount> vouched = [];
        for (var commands = draws.Next(4); commands > 0; commands--) Act(events, vouched);
        var standing = new BookStanding(_book.Book.State, _book.Book.ReferencePrice, _stateVersion);
        var unit = new CommitUnit
        {
            Fence = new Fence(Stream, Epoch, _sequence, events.Count == 0 ? _sequence : events[^1].Sequence),
            Vouched = vouched,
            OrderEvents = events,
            BookStanding = standing == _standing ? null : standing,
        };
        _standing = standing;
        return unit;
    }

    public void Committed(CommitUnit unit) => _sequence = unit.Fence.NextSequence;

    private void Act(OrderEventLog events, HashSet<VouchedAccount> vouched)
    {
        switch (draws.Next(100))
        {
            case < 55:
                var owner = accounts();
                vouched.Add(owner);
                var (order, price) = NewOrder();
                _book.Submit(owner.Account, order, price, order.Instructions, draws.Now, events);
                break;
            case < 68:
                if (AnOpenOrder() is { } amended) _book.Amend(amended.AccountId, Amendment(amended.OrderId), draws.Now, events);
                break;
            case < 76:
                if (AnOpenOrder() is { } cancelled) _book.Cancel(cancelled.AccountId, cancelled.OrderId, draws.Now, events);
                break;
            case < 82:
                _stateVersion++;
                var state = draws.Pick(States);
                if (state != _book.Book.State) _book.SetState(state, draws.Now, events);
                break;
            case < 90:
                _book.SetMarkPrice(draws.Price(), draws.Now, events);
                break;
            case < 93:
                _book.Book.SetReference(draws.Price());
                break;
            default:
                _book.Expire(draws.Now, events);
                break;
        }
    }

    private AmendOrder Amendment(OrderId order) =>
        new(order, draws.Quantity(), draws.Chance(50) ? draws.Price() : null) { NewClientOrderId = draws.Chance(50) ? draws.Name() : null };

    private Order? AnOpenOrder() => _book.OpenOrders().ToList() is { Count: > 0 } open ? draws.Pick(open) : null;

    private (NewOrder Order, Price Price) NewOrder()
    {
        var (type, price) = (OrderType.Limit, draws.Price());
        OrderInstructions? asked = null;
        switch (draws.Next(10))
        {
            case 0:
                (type, asked) = (OrderType.StopLimit,
                    new OrderInstructions { StopPx = draws.Price(), TriggerSource = TriggerSource.LastTrade });
                break;
            case 1 or 2 or 3:
                type = OrderType.TrailingStopLimit;
                asked = new OrderInstructions
                {
                    StopPx = price,
                    TriggerSource = (TriggerSource)draws.Next(3),
                    TrailOffset = new TrailOffset(1 + draws.Next(4), IsBasisPoints: false),
                };
                break;
            case 4:
                asked = new OrderInstructions { DisplayQty = new Quantity(1), Tag = Tags.Of(draws.Next(3)) };
                break;
        }

        var order = new NewOrder
        {
            ClientOrderId = draws.Name(), InstrumentId = snapshot.Instrument.Id, Side = draws.Side(), OrderType = type,
            TimeInForce = asked is null && draws.Chance(20)
                ? TimeInForce.Ioc
                : TimeInForce.Gtc, OrderQty = draws.Quantity(), Price = price, Instructions = asked,
        };
        return (order, price);
    }
}
