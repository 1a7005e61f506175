namespace Rtx.Replays.Ticks;

/// <summary>Results of the ticks that were sent.</summary>
internal sealed class TickTally
{
    private readonly SortedDictionary<QuarantineReason, long> _putAside = [];

    public long Sent { get; private set; }

    /// <summary>Ticks that are stored, or will be.</summary>
    public long Accepted => Sent - _putAside.Values.Sum();

    /// <summary>Ticks that the gateway put aside, by reason.</summary>
    public IReadOnlyDictionary<QuarantineReason, long> PutAside => _putAside;

    public void Add(int sent, SendTicksReply reply)
    {
        Sent += sent;
        foreach (var (reason, count) in reply.Quarantined.CountBy(element => element.Reason))
        {
            _putAside[reason] = _putAside.GetValueOrDefault(reason) + count;
        }
    }
}
