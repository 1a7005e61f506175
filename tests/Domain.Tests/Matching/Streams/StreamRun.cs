using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;
using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching.Streams;

/// <summary>Runs a random stream on the real book. The reference book runs in parallel: the stream refers to its orders.</summary>
internal sealed class StreamRun
{
    private readonly ReferenceBook _reference;
    private readonly RandomBookCommands _commands;
    private readonly Dictionary<OrderId, BookOrder> _orders = [];
    private readonly RandomMarket _market;
    private readonly int _seed;
    private int _step;

    internal StreamRun(int seed, RandomMarket market)
        : this(BookLimits.None, new RandomBookCommands(seed, market), seed, market)
    {
    }

    internal StreamRun(BookLimits limits, RandomBookCommands commands, int seed, RandomMarket market)
    {
        (_seed, _market) = (seed, market);
        _reference = new ReferenceBook(market.Instrument, limits);
        _commands = commands;
        Book = new OrderBook(market.Instrument, limits);
        _orders[OrderId.OfBook(market.Instrument.Id)] = default;
    }

    internal OrderBook Book { get; }

    /// <summary>The time of the last command.</summary>
    internal Timestamp Now => _commands.Now;

    internal Instrument Instrument => _market.Instrument;

    /// <summary>The position in the stream, for failure messages.</summary>
    internal string Place => $"seed {_seed}, instrument \"{_market.Name}\", step {_step}";

    /// <summary>The current terms of any order ever submitted, with list ids and amended instructions. Empty for the book itself.</summary>
    internal BookOrder OrderOf(OrderId id) => _orders[id];

    /// <summary>The next command, before anything has run it.</summary>
    internal BookCommand Next()
    {
        _step++;
        return _commands.Next(_reference);
    }

    /// <summary>Runs a command, which need not be from the stream.</summary>
    internal BookAnswer Run(BookCommand command)
    {
        command.RunOn(_reference);
        Remember(command);
        var answer = command.RunOn(Book);
        if (command is AmendCommand amended && answer.Reason == RejectReason.None) Change(amended.Amend);
        foreach (var e in answer.Events) Follow(e);
        return answer;
    }

    private void Remember(BookCommand command)
    {
        if (command is SubmitCommand one) _orders[one.Order.OrderId] = one.Order;
        if (command is not SubmitListCommand list) return;
        for (var i = 0; i < list.Orders.Count; i++)
        {
            var order = list.Orders[i];
            // An order without instructions has no role and is refused, so there is nothing to keep.
            var asked = order.Instructions is { } instructions
                ? instructions with { ListId = list.Orders[0].OrderId, ListIndex = i }
                : null;
            _orders[order.OrderId] = order with { Instructions = asked };
        }
    }

    /// <summary>Takes over a trailed trigger price.</summary>
    private void Follow(in BookEvent e)
    {
        var order = _orders[e.OrderId];
        if (order.Instructions is not { StopPx: { } stopPx } asked || stopPx == e.StopPx) return;
        _orders[e.OrderId] = order with { Instructions = asked with { StopPx = e.StopPx } };
    }

    private void Change(AmendOrder amend)
    {
        var order = _orders[amend.OrderId];
        if (order.Instructions is not { } asked) return;
        _orders[amend.OrderId] = order with
        {
            Instructions = asked with
            {
                StopPx = amend.StopPx ?? asked.StopPx,
                DisplayQty = amend.DisplayQty ?? asked.DisplayQty,
                ExpireTime = amend.ExpireTime ?? asked.ExpireTime,
            },
        };
    }
}
