namespace Rtx.Actors.OrderBooks;

/// <summary>
/// Brings committed events to the accounts, one call at a time per account. Nothing here needs to survive: what an account misses it reads from SQL, so a
/// failed call only forgets what the account knows, and the next one tells it to look.
/// </summary>
internal sealed class SettlementOutbox(InstrumentId instrument, IGrainFactory grains, int maxEvents, Action<AccountId, Exception> onFailure)
{
    private const long NotKnown = -1;

    private readonly Dictionary<AccountId, Entry> _entries = [];
    private readonly List<AccountId> _told = [];
    private long _epoch;
    private long _openedAt;

    /// <summary>Says which activation sends, and where the book stood when it began.</summary>
    public void Begin(long epoch, long openedAt) => (_epoch, _openedAt) = (epoch, openedAt);

    /// <summary>Sends committed events, in order.</summary>
    public void Send(IReadOnlyList<OrderEvent> committed)
    {
        foreach (var e in committed)
        {
            if (e.OrderId.IsOfBook) continue;
            var entry = EntryOf(e.AccountId);
            // The accounts of these events, each once.
            if (entry.UpTo < committed[0].Sequence) _told.Add(e.AccountId);
            entry.Add(e, maxEvents);
        }

        foreach (var account in _told)
        {
            if (_entries[account] is { IsSending: false } entry) Deliver(account, entry);
        }

        _told.Clear();
    }

    /// <summary>Tells an account that SQL has events up to a sequence which it may not have settled.</summary>
    public void Remind(AccountId account, long upTo)
    {
        var entry = EntryOf(account);
        entry.UpTo = Math.Max(entry.UpTo, upTo);
        if (!entry.IsSending) Deliver(account, entry);
    }

    /// <summary>Tries the accounts again whose last call failed.</summary>
    public void Retry()
    {
        foreach (var (account, entry) in _entries)
        {
            if (entry is { HasWork: true, IsSending: false }) Deliver(account, entry);
        }
    }

    private Entry EntryOf(AccountId account)
    {
        if (!_entries.TryGetValue(account, out var entry)) _entries[account] = entry = new Entry();
        return entry;
    }

    // async void is safe here: a failure is reported and leaves work for Retry.
    private async void Deliver(AccountId account, Entry entry)
    {
        entry.IsSending = true;
        try
        {
            var grain = grains.GetGrain<IAccountGrain>(account.Value);
            while (entry.HasWork)
            {
                var (after, upTo, events) = entry.Take();
                entry.Settled = await grain.Settle(new ExecutionBatch(instrument, _epoch, _openedAt, after, upTo, events));
                // An account that settled less than it was told answers so; stop and let the next retry make it look again.
                if (entry.Settled < upTo)
                {
                    entry.Forget();
                    break;
                }
            }
        }
        catch (Exception e)
        {
            entry.Forget();
            onFailure(account, e);
        }
        finally
        {
            entry.IsSending = false;
        }
    }

    private sealed class Entry
    {
        private List<OrderEvent> _events = [];
        private long _after = NotKnown;

        public long UpTo { get; set; }

        public long Settled { get; set; }

        public bool IsSending { get; set; }

        public bool HasWork => UpTo > Settled;

        public void Add(in OrderEvent e, int maxEvents)
        {
            if (_events.Count >= maxEvents) Forget();
            _events.Add(e);
            UpTo = e.Sequence;
        }

        /// <summary>The account's next batch must be read from SQL.</summary>
        public void Forget()
        {
            _events.Clear();
            _after = NotKnown;
        }

        public (long After, long UpTo, IReadOnlyList<OrderEvent> Events) Take()
        {
            var taken = (_after, UpTo, (IReadOnlyList<OrderEvent>)_events);
            _events = [];
            _after = UpTo;
            return taken;
        }
    }
}
