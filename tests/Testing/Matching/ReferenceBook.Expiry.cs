using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>Chapter "Expiry".</summary>
public sealed partial class ReferenceBook
{
    private void EndWhatIsDue()
    {
        foreach (var order in _open.Where(order => order.ExpireTime <= _now).ToList())
        {
            order.IsOver = true;
            if (order.Asked.ListRole != ListRole.OcoLeg) continue;
            foreach (var leg in OpenOthers(order)) leg.IsOver = true;
        }
    }

    /// <summary>By expire time, then order id, until enough has been told.</summary>
    private void TellSlice()
    {
        while (_events.Count < limits.EventsPerSlice && _open.Where(order => order.IsOver).MinBy(DueOrder) is { } first) CloseOver(first);
    }

    /// <summary>Of an OCO the first leg that was due ends, and with it the others.</summary>
    private void CloseOver(ReferenceOrder order)
    {
        var first = order.Asked.ListRole == ListRole.OcoLeg ? OpenOthers(order).Append(order).MinBy(DueOrder)! : order;
        Close(first, ExecType.Expired, ExecReason.ExpireTime);
    }

    /// <summary>The open orders of a list that are not over, when those that are have been closed.</summary>
    private List<ReferenceOrder> OpenOthersNotOver(ReferenceOrder member)
    {
        foreach (var other in OpenOthers(member).Where(other => other.IsOver).OrderBy(DueOrder)) CloseOver(other);
        return OpenOthers(member);
    }

    private static (Timestamp Time, long Id) DueOrder(ReferenceOrder order) => (order.ExpireTime ?? new Timestamp(long.MaxValue), order.Id.Value);
}
