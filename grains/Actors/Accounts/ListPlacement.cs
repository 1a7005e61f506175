using Rtx.Actors.Commits;
using Rtx.Domain.Accounts.Risk;
using Rtx.Domain.Orders;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Accounts;

/// <summary>
/// Places lists of orders: all or none, once, checked and held together before the book is asked. A list without the shape of its kind is refused as
/// <see cref="RejectReason.InvalidList"/> and takes no names: the same request gets the same answer without being remembered.
/// </summary>
internal sealed class ListPlacement(ActiveAccount active, OrderTermsResolver terms)
{
    private static readonly OrderListReply Duplicate = OrderListReply.Refuse(RejectReason.DuplicateClientOrderId);

    /// <summary>Places a list; a second request of the same names waits for the first one.</summary>
    /// <param name="list">The request.</param>
    /// <param name="cancellationToken">Ends the preparation; once the book is asked nothing is given up.</param>
    public Task<OrderListReply> PlaceAsync(NewOrderList list, CancellationToken cancellationToken)
    {
        if (OrderListShape.Complete(list) is not { } orders)
        {
            return Task.FromResult(OrderListReply.Refuse(
                RejectReason.InvalidList, $"a list is 2 to {NewOrderList.MaxOrders} orders of one instrument, each with a name of its own and a role of the list's kind"));
        }

        return active.Names.RunAsync(
            [.. orders.Select(order => order.ClientOrderId)], orders, RequestComparison.AreSame, () => active.UnlessUnavailableAsync(() => PlaceOnceAsync(orders, cancellationToken)),
            OrderReplies.ForList(OrderReplies.Unknown));
    }

    private async Task<OrderListReply> PlaceOnceAsync(IReadOnlyList<NewOrder> orders, CancellationToken cancellationToken)
    {
        if (await FindPlacedAsync(orders, name => active.FindPlacedAsync(name, cancellationToken)) is { } known) return RepeatAnswer(known, orders);
        var instrument = await active.Instruments.FindAsync(orders[0].InstrumentId, cancellationToken);
        var resolved = instrument is null
            ? new ResolvedTerms[orders.Count]
            : await Task.WhenAll(orders.Select(order => terms.ResolveAsync(active.Id, instrument, order, cancellationToken)));
        return await active.Instruments.DecideByMarksAsync(DecideAsync, static reply => OrderReplies.IsMarkMoved(reply.Status, reply.RejectReason), cancellationToken);

        async Task<OrderListReply> DecideAsync()
        {
            if (active.Writer.IsDropped) return OrderReplies.ForList(OrderReplies.Unavailable);
            var decisions = active.Account.ReserveList([.. orders.Zip(resolved)], active.Instruments.Marks);
            var mark = active.Instruments.Marks(orders[0].InstrumentId).Price;
            if (decisions.Any(decision => !decision.IsAccepted)) return await RefuseAsync(orders, decisions, cancellationToken);
            var reply = await active.Books.SubmitListAsync(orders[0].InstrumentId, [.. orders.Zip(resolved, (order, terms) => OrderTermsResolver.ToBookable(order, terms, mark))]);
            foreach (var order in orders)
            {
                // As for a single order.
                if (reply.Orders.Count > 0 || reply.Status == ReplyStatus.Unavailable) active.Names.AddUsed(order.ClientOrderId.Value);
                if (reply.Orders.Count == 0 && reply.Status != ReplyStatus.Unknown) active.Account.Release(order.ClientOrderId);
            }

            return reply;
        }
    }

    /// <summary>The orders of the names in the list's order, null where a name was never used; null altogether when all are new.</summary>
    private static async Task<IReadOnlyList<PlacedOrder?>?> FindPlacedAsync(IReadOnlyList<NewOrder> orders, Func<ClientOrderId, Task<PlacedOrder?>> find)
    {
        var placed = new PlacedOrder?[orders.Count];
        for (var index = 0; index < placed.Length; index++) placed[index] = await find(orders[index].ClientOrderId);
        return Array.TrueForAll(placed, order => order is null) ? null : placed;
    }

    private static OrderListReply RepeatAnswer(IReadOnlyList<PlacedOrder?> known, IReadOnlyList<NewOrder> orders)
    {
        if (known.Zip(orders).Any(pair => pair.First?.IsAnswerTo(pair.Second) != true)) return Duplicate;
        List<Order> present = [.. known.Select(order => order!.Order)];
        if (present.DistinctBy(order => order.Instructions?.ListId ?? default).Count() != 1) return Duplicate;
        if (known.FirstOrDefault(order => order is { Order: { Status: OrdStatus.Rejected, RejectReason: not RejectReason.ListRefused } }) is not { } refused)
            return new OrderListReply { Status = ReplyStatus.Done, Orders = present };
        return new OrderListReply
        {
            Status = ReplyStatus.Refused,
            RejectReason = refused.Order.RejectReason,
            Detail = refused.IsRefusedByAccount ? DetailOf(refused.Order.ClientOrderId, refused.RefusalDetail) : null,
            Orders = present,
        };
    }

    private static string DetailOf(ClientOrderId order, string? detail) => $"order {order}: {detail}";

    // Refusals take the client order ids, all of them in one commit, so they are durable before they are told. A list with an id that is taken already takes none.
    // Which that is SQL says, as for single orders.
    private async Task<OrderListReply> RefuseAsync(IReadOnlyList<NewOrder> orders, IReadOnlyList<RiskDecision> decisions, CancellationToken cancellationToken)
    {
        if (decisions.Any(decision => decision.RejectReason == RejectReason.DuplicateClientOrderId))
        {
            return await FindPlacedAsync(orders, name => active.Store.FindOrderAsync(active.Id, name, cancellationToken)) is { } taken
                ? RepeatAnswer(taken, orders)
                : OrderReplies.ForList(OrderReplies.Busy);
        }

        var first = Enumerable.Range(0, decisions.Count).First(index => decisions[index].RejectReason != RejectReason.ListRefused);
        try
        {
            await active.Writer.Add(new AccountDecision
            {
                Refusals = [.. orders.Zip(decisions, (order, decision) => new OrderRefusal(active.Id, order, decision.RejectReason, decision.Detail, active.Now))],
            });
            foreach (var order in orders) active.Names.AddUsed(order.ClientOrderId.Value);
            return OrderListReply.Refuse(decisions[first].RejectReason, DetailOf(orders[first].ClientOrderId, decisions[first].Detail));
        }
        catch (Exception e)
        {
            return OrderReplies.ForList(OrderReplies.For(e, active.Id));
        }
    }
}
