using Rtx.Benchmarks.Matching.Streams;
using Rtx.Domain.Matching.Rules;
using Rtx.Model;

namespace Rtx.Benchmarks.Matching.Features;

/// <summary>Reads every field of every event, and counts what happened and why.</summary>
internal sealed class EventAudit
{
    private readonly Dictionary<(ExecType, ExecReason, RejectReason), long> _events = [];
    private readonly SortedDictionary<RejectReason, long> _refusals = [];
    private ChainedHash _hash = new();

    /// <summary>Takes what a request came to.</summary>
    /// <param name="refusal">Why it was refused without event; None otherwise.</param>
    /// <param name="events">What happened.</param>
    public void Add(RejectReason refusal, ReadOnlySpan<BookEvent> events)
    {
        if (refusal != RejectReason.None) _refusals[refusal] = _refusals.GetValueOrDefault(refusal) + 1;
        foreach (ref readonly var e in events)
        {
            Hash(e);
            var kind = (e.ExecType, e.Reason, e.RejectReason);
            _events[kind] = _events.GetValueOrDefault(kind) + 1;
        }
    }

    public ReplayAudit Close()
    {
        var counts = new Dictionary<string, long>();
        foreach (var ((type, reason, refusal), count) in _events.OrderBy(each => each.Key)) counts.Add(NameOf(type, reason, refusal), count);
        foreach (var (refusal, count) in _refusals) counts.Add($"amend or cancel refused: {refusal}", count);
        return new ReplayAudit(_hash.Value, counts);
    }

    private static string NameOf(ExecType type, ExecReason reason, RejectReason refusal)
    {
        var name = type.ToString();
        if (reason != ExecReason.None) name += $" {reason}";
        return refusal == RejectReason.None ? name : $"{name} {refusal}";
    }

    private void Hash(in BookEvent e)
    {
        _hash.Add(e.Sequence);
        _hash.Add(e.OrderId.Value);
        _hash.Add(e.Price.Ticks);
        _hash.Add(e.StopPx.Ticks);
        _hash.Add(e.CumQty.Lots);
        _hash.Add(e.LeavesQty.Lots);
        _hash.Add(e.DisplayedQty.Lots);
        _hash.Add(e.PrioritySequence);
        _hash.Add(e.ContraOrderId.Value);
        _hash.Add(e.LastPx.Ticks);
        _hash.Add(e.LastQty.Lots);
        _hash.Add((long)e.ExecType);
        _hash.Add((long)e.Reason);
        _hash.Add((long)e.RejectReason);
        _hash.Add((long)e.Place);
        _hash.Add((long)e.Liquidity);
    }
}
