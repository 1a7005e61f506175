using Rtx.Domain.Matching;
using Rtx.Model;
using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching.Recording;

/// <summary>Runs a random stream of commands on a recorded book, which gives the orders ids of its own; a reference book runs along, because the stream looks at it.</summary>
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

    private IReadOnlyList<OrderEvent> Run(BookCommand command)
    {
        switch (command)
        {
            case SubmitCommand submit:
                var placed = Book.Submit(submit.Order.AccountId, Request(submit.Order), submit.Order.Price, submit.Order.Instructions, submit.Time, out var id);
                _ids[submit.Order.OrderId] = id;
                return placed;
            case SubmitListCommand list:
                var listed = Book.SubmitList(list.Orders[0].AccountId, [.. list.Orders.Select(order => (Request(order), order.Price, order.Instructions))], list.Time, out var ids);
                for (var i = 0; i < ids.Count; i++) _ids[list.Orders[i].OrderId] = ids[i];
                return listed;
            case AmendCommand amend:
                var name = amend.Amend.NewClientOrderId;
                Book.Amend(amend.Account, amend.Amend with { OrderId = IdOf(amend.Amend.OrderId), NewClientOrderId = name }, amend.Time, out var amended);
                return amended;
            case CancelCommand cancel:
                Book.Cancel(cancel.Account, IdOf(cancel.OrderId), cancel.Time, out var canceled);
                return canceled;
            case MassCancelCommand mass:
                return Book.MassCancel(mass.Account, mass.Filter, mass.Reason, mass.Time);
            case StateCommand state:
                return Book.SetState(state.State, state.Time);
            case MarkCommand mark:
                return Book.SetMarkPrice(mark.Mark, mark.Time);
            case ExpireCommand expire:
                return Book.Expire(expire.Time);
            case ReferenceCommand reference:
                Book.Book.SetReference(reference.Reference);
                return [];
            case PositionCommand position:
                Book.Book.SetPosition(position.Account, position.Lots);
                return [];
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
