using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <content>
/// Chapter "Expiry". All due orders leave their queues immediately, without an event: they are over. Their Expired events may be too many
/// for one command, so they follow in slices. This needs no extra state: a book that is rebuilt from its events finds the same orders due.
/// </content>
public sealed partial class OrderBook
{
    /// <summary>Orders that left their queues because they are over; users of the queues remove them as well.</summary>
    internal List<OrderId> Left { get; } = [];

    private void EndDue(Timestamp now)
    {
        Left.Clear();
        foreach (var (time, id) in _state.Expiries.TakeDue(now.UnixMicroseconds))
        {
            var n = _state.Find(new OrderId(id));
            if (n == 0 || _state.ExpireTimeOf(n) != time) continue;
            _state.Expiries.Queue(id);
            if (RoleOf(n) != ListRole.OcoLeg) EndUnreported(n);
            else foreach (var leg in _state.Extra(n).List!.Members) EndUnreported(leg.Node);
        }

        if (_state.OverCount <= _limits.EventsPerSlice) EmitExpired();
    }

    private void EndUnreported(int n)
    {
        if (Node(n).Place == OrderPlace.Book) Left.Add(new OrderId(Node(n).OrderId));
        _state.EndUnreported(n);
    }

    private void EmitExpired()
    {
        while (_events.Count < _limits.EventsPerSlice && _state.Expiries.TryTakeOver(out var id)) CloseIfOver(new OrderId(id));
    }

    private void CloseIfOver(OrderId id)
    {
        if (_state.OverCount == 0) return;
        var n = _state.Find(id);
        if (n != 0 && _state.IsOver(Node(n))) CloseOver(n);
    }

    /// <summary>Closes an order that is over. In an OCO, the leg that was due first closes the others.</summary>
    private void CloseOver(int n)
    {
        if (RoleOf(n) == ListRole.OcoLeg) n = _state.Extra(n).List!.Members.Select(leg => leg.Node).MinBy(DueOrderOf);
        CloseOrder(n, ExecType.Expired, ExecReason.ExpireTime);
    }

    private (long Time, long OrderId) DueOrderOf(int n) => (_state.ExpireTimeOf(n) ?? long.MaxValue, Node(n).OrderId);

    private ListRole RoleOf(int n) => _state.Extra(n).Instructions?.ListRole ?? ListRole.None;
}
