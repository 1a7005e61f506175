using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <content>Chapter "Lists": linked orders.</content>
public sealed partial class OrderBook
{
    /// <summary>
    /// Accepts the orders of a list: all or none. They come with their <see cref="OrderInstructions.ListRole"/>; the list's id and their
    /// positions are set here. The events start with New for each, or are one Rejected for each.
    /// </summary>
    /// <returns>The events; valid until the next command.</returns>
    public ReadOnlySpan<BookEvent> SubmitList(ReadOnlySpan<BookOrder> orders, Timestamp now)
    {
        Begin(now);
        Span<RejectReason> reasons = stackalloc RejectReason[orders.Length];
        var isAccepted = true;
        for (var i = 0; i < orders.Length; i++)
        {
            reasons[i] = CheckNew(orders[i], now, openOrders: i, isInList: true);
            isAccepted &= reasons[i] == RejectReason.None;
        }

        var isListLegal = OrderListRules.AreLegal(orders);
        if (isAccepted && isListLegal) AcceptList(orders);
        else RejectList(orders, reasons, isListLegal ? RejectReason.ListRefused : RejectReason.InvalidList);
        return End();
    }

    private void RejectList(ReadOnlySpan<BookOrder> orders, ReadOnlySpan<RejectReason> reasons, RejectReason otherwise)
    {
        for (var i = 0; i < orders.Length; i++) Reject(orders[i], reasons[i] == RejectReason.None ? otherwise : reasons[i]);
    }

    private void AcceptList(ReadOnlySpan<BookOrder> orders)
    {
        OrderList? list = null;
        for (var i = 0; i < orders.Length; i++)
        {
            var instructions = orders[i].Instructions!;
            if (instructions.ListId != orders[0].OrderId || instructions.ListIndex != i)
                instructions = instructions with { ListId = orders[0].OrderId, ListIndex = i };
            ref var node = ref _state.Open(orders[i] with { Instructions = instructions }, out var n);
            node.Priority = Sequence + 1;
            _state.Hold(n);
            Emit(node, ExecType.New, ExecReason.None);
            list = _state.Extra(n).List;
            if (instructions.ListRole == ListRole.Entry) _state.Releases.Add((list!.Id, i, n));
        }

        if (list is { HasEntry: false }) _state.Release(list);
    }

    /// <summary>Applies a trade of a member to the others, and then its end if it is filled.</summary>
    private void AfterTrade(int n, long lots, bool isFilled)
    {
        ref var extra = ref _state.Extra(n);
        var list = extra.List!;
        switch (extra.Instructions!.ListRole)
        {
            case ListRole.OcoLeg:
                CancelOthers(list, n);
                break;
            case ListRole.StopLoss:
                ShrinkTakeProfits(list, isFilled ? 0 : Node(n).Leaves);
                break;
            case ListRole.TakeProfit:
                foreach (var member in CloseOverAndCopy(list))
                {
                    if (member.Role == ListRole.StopLoss && IsOpen(list, member))
                        Reduce(member.Node, Math.Min(lots, Node(member.Node).Leaves), ExecReason.LinkedOrder);
                }

                break;
            case ListRole.None or ListRole.Entry or ListRole.Child:
                break;
        }

        if (isFilled) AfterEnd(n);
    }

    /// <summary>Applies the end of a member to the others.</summary>
    private void AfterEnd(int n)
    {
        ref var extra = ref _state.Extra(n);
        var list = extra.List!;
        switch (extra.Instructions!.ListRole)
        {
            case ListRole.OcoLeg:
                CancelOthers(list, n);
                break;
            case ListRole.Entry:
                SizeByEntry(list, Node(n).Cum);
                _state.Release(list);
                break;
            case ListRole.None or ListRole.Child or ListRole.StopLoss or ListRole.TakeProfit:
                break;
        }
    }

    /// <summary>Reduces the orders that waited for an entry to what the entry traded.</summary>
    private void SizeByEntry(OrderList list, long traded)
    {
        var profits = traded;
        foreach (var member in CloseOverAndCopy(list))
        {
            var isProfit = member.Role == ListRole.TakeProfit;
            ref var node = ref Node(member.Node);
            var lots = Math.Min(node.Leaves, isProfit ? profits : traded);
            if (isProfit) profits -= lots;
            Reduce(member.Node, node.Leaves - lots, ExecReason.LinkedOrder);
        }
    }

    private void ShrinkTakeProfits(OrderList list, long most)
    {
        var profits = 0L;
        var members = CloseOverAndCopy(list);
        foreach (var member in members)
        {
            if (member.Role == ListRole.TakeProfit) profits += Node(member.Node).Leaves;
        }

        for (var i = members.Length - 1; i >= 0 && profits > most; i--)
        {
            if (members[i].Role != ListRole.TakeProfit || !IsOpen(list, members[i])) continue;
            var lots = Math.Min(Node(members[i].Node).Leaves, profits - most);
            profits -= lots;
            Reduce(members[i].Node, lots, ExecReason.LinkedOrder);
        }
    }

    private void CancelOthers(OrderList list, int n)
    {
        foreach (var member in Copy(list))
        {
            if (member.Node != n && IsOpen(list, member)) CloseOrder(member.Node, ExecType.Canceled, ExecReason.LinkedOrder);
        }
    }

    /// <summary>Closes the members that are over and returns the others.</summary>
    private OrderList.Member[] CloseOverAndCopy(OrderList list)
    {
        if (_state.OverCount != 0)
        {
            foreach (var member in Copy(list).Where(member => _state.IsOver(Node(member.Node))).OrderBy(member => DueOrderOf(member.Node)))
                CloseOver(member.Node);
        }

        return Copy(list);
    }

    // A copy, because changes to a member change the list.
    private static OrderList.Member[] Copy(OrderList list) => [.. list.Members];

    private static bool IsOpen(OrderList list, OrderList.Member member) => list.Members.Contains(member);
}
