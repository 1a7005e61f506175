using Rtx.Domain.Matching.Records;
using Rtx.Domain.Orders;
using Rtx.Model;
using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching.Recording;

/// <summary>
/// Runs a random stream of commands on a recorded book, which assigns its own order ids; a reference book runs in parallel, because the
/// stream depends on its state.
/// </summary>
internal sealed class RecordedStream(int seed, RandomMarket market)
{
    private readonly RandomBookCommands _commands = new(seed, market);
    private readonly ReferenceBook _reference = new(market.Instrument);
    private readonly Dictionary<OrderId, OrderId> _ids = [];

    internal RecordedBook Book { get; } = new(market.Instrument);

    /// <summary>Runs the next command and returns what it did.</summary>
    internal IReadOnlyList<OrderEvent> Next()
    {
        var command = _commands.Next(_reference);
        command.RunOn(_reference);
        return Run(command);
    }

    private OrderEventLog Run(BookCommand command)
    {
        OrderEventLog events = new();
        Run(command, events);
        return events;
    }

    private void Run(BookCommand command, OrderEventLog events)
    {
        switch (command)
        {
            case SubmitCommand submit:
                _ids[submit.Order.OrderId] = Book.Submit(
                    submit.Order.AccountId, Request(submit.Order), submit.Order.Price, submit.Order.Instructions, submit.Time, events);
                break;
            // An account never sends a list without orders to a book.
            case SubmitListCommand { Orders.Count: 0 }:
                break;
            case SubmitListCommand list:
                var requests = list.Orders.Select(order => (Request(order), order.Price, order.Instructions)).ToList();
                var ids = Book.SubmitList(list.Orders[0].AccountId, requests, list.Time, events);
                for (var i = 0; i < ids.Count; i++) _ids[list.Orders[i].OrderId] = ids[i];
                break;
            case AmendCommand amend:
                Book.Amend(amend.Account, amend.Amend with { OrderId = IdOf(amend.Amend.OrderId) }, amend.Time, events);
                break;
            case CancelCommand cancel:
                Book.Cancel(cancel.Account, IdOf(cancel.OrderId), cancel.Time, events);
                break;
            case MassCancelCommand mass:
                Book.MassCancel(mass.Account, Book.Book.FindAll(mass.Account, mass.Filter), mass.Reason, mass.Time, events);
                break;
            case StateCommand state:
                Book.SetState(state.State, state.Time, events);
                break;
            case MarkCommand mark:
                Book.SetMarkPrice(mark.Mark, mark.Time, events);
                break;
            case ExpireCommand expire:
                Book.Expire(expire.Time, events);
                break;
            case ReferenceCommand reference:
                Book.Book.SetReference(reference.Reference);
                break;
            case PositionCommand position:
                Book.Book.SetPosition(position.Account, position.Lots);
                break;
            default:
                throw new InvalidOperationException($"{command} is not known here.");
        }
    }

    private OrderId IdOf(OrderId id) => _ids.TryGetValue(id, out var known) ? known : OrderId.Create(market.Instrument.Id, 999_999_999);

    private NewOrder Request(BookOrder order) => new()
    {
        ClientOrderId = new ClientOrderId($"c{order.OrderId.Value}"),
        InstrumentId = market.Instrument.Id,
        Side = order.Side,
        OrderType = order.OrderType,
        TimeInForce = order.TimeInForce,
        OrderQty = order.OrderQty,
        Price = order.Price,
        Instructions = order.Instructions,
    };
}
