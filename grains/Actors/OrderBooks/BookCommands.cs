using Rtx.Actors.Commits;
using Rtx.Actors.Diagnostics;
using Rtx.Domain.Matching.Records;

namespace Rtx.Actors.OrderBooks;

/// <summary>Orders, amendments and cancels: each is decided immediately and answered when it is durable.</summary>
internal sealed class BookCommands(ActiveBook active)
{
    public Task<OrderReply> SubmitAsync(SubmitOrder order)
    {
        var (request, limitPrice, instructions, mark) = order.Order;
        if (!active.Book.Book.IsCovered(mark)) return Task.FromResult(OrderReplies.MarkMoved);
        var start = OrderTracing.StartOfStep;
        OrderEventLog events = new();
        var id = active.Book.Submit(order.Account.AccountId, request, limitPrice, instructions, active.Now, events);
        OrderTracing.EndStep("order.book", start);
        return BookReplies.AnswerAsync(active.Writer.Decide(order.Account, events), order.Account.AccountId, decision => decision.ToReply(id));
    }

    public Task<OrderReply> DeleverageAsync(SubmitOrder order)
    {
        if (!active.Book.Book.IsCovered(order.Order.Mark)) return Task.FromResult(OrderReplies.MarkMoved);
        OrderEventLog events = new();
        var id = Deleveraging.Run(active.Book, order.Account.AccountId, order.Order.Request, active.Now, events);
        return BookReplies.AnswerAsync(active.Writer.Decide(order.Account, events), order.Account.AccountId, decision => decision.ToReply(id));
    }

    /// <summary>The orders of a list, which stand or fall together.</summary>
    public Task<OrderListReply> SubmitListAsync(SubmitOrderList list)
    {
        if (!list.Orders.All(order => active.Book.Book.IsCovered(order.Mark))) return Task.FromResult(OrderReplies.ForList(OrderReplies.MarkMoved));
        var orders = list.Orders.Select(order => (order.Request, order.LimitPrice, order.Instructions)).ToList();
        OrderEventLog events = new();
        var ids = active.Book.SubmitList(list.Account.AccountId, orders, active.Now, events);
        return BookReplies.AnswerListAsync(active.Writer.Decide(list.Account, events), list.Account.AccountId, decision => decision.ToReply(ids));
    }

    /// <summary>Orders that have nothing to do with each other, with one commit.</summary>
    public async Task<IReadOnlyList<OrderReply>> SubmitEachAsync(SubmitOrderList orders)
    {
        if (!orders.Orders.All(order => active.Book.Book.IsCovered(order.Mark))) return ForEach(orders, OrderReplies.MarkMoved);
        OrderEventLog events = new();
        var (now, ids) = (active.Now, new List<OrderId>(orders.Orders.Count));
        foreach (var (request, limitPrice, instructions, _) in orders.Orders) ids.Add(active.Book.Submit(orders.Account.AccountId, request, limitPrice, instructions, now, events));
        var (decision, durable) = active.Writer.Decide(orders.Account, events);
        try
        {
            await durable;
            return ids.ConvertAll(decision.ToReply);
        }
        catch (Exception e)
        {
            return ForEach(orders, OrderReplies.For(e, orders.Account.AccountId));
        }
    }

    public Task<OrderReply> AmendAsync(AccountStamp account, AmendOrder request, Price? mark)
    {
        if (!active.Book.Book.IsCovered(mark)) return Task.FromResult(OrderReplies.MarkMoved);
        OrderEventLog events = new();
        var reason = active.Book.Amend(account.AccountId, request, active.Now, events);
        return AnswerAsync(reason, reason == RejectReason.None ? account : null, account.AccountId, request.OrderId, events);
    }

    public Task<OrderReply> CancelAsync(AccountStamp account, CancelOrder request)
    {
        OrderEventLog events = new();
        var reason = active.Book.Cancel(account.AccountId, request.OrderId, active.Now, events);
        return AnswerAsync(reason, vouched: null, account.AccountId, request.OrderId, events);
    }

    /// <summary>The same answer to each order.</summary>
    public static IReadOnlyList<OrderReply> ForEach(SubmitOrderList orders, OrderReply reply) => [.. Enumerable.Repeat(reply, orders.Orders.Count)];

    // A refused command may have expired orders on its way: the refusal waits until that is durable.
    private Task<OrderReply> AnswerAsync(RejectReason reason, AccountStamp? vouched, AccountId account, OrderId id, OrderEventLog events)
    {
        if (reason == RejectReason.None) return BookReplies.AnswerAsync(active.Writer.Decide(vouched, events), account, decision => decision.ToReply(id));
        var refusal = OrderReply.Refuse(reason);
        // What it is refused by may not be durable yet either: a cancel that is on its way closes the order for the next one, but is not done before its commit.
        return BookReplies.AnswerAsync(events.Count > 0 ? active.Writer.Decide(vouched: null, events).Durable : active.Writer.WhenDurable, account, () => refusal);
    }
}
