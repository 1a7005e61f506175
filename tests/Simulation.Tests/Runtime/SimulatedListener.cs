using Rtx.Simulation.Tests.Storage;

namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// A client that listens to everything and reads again what it is told to have missed: a book, when its sequences have a gap or somebody says that there may be one; executions, which have no
/// sequence without gaps, only then. So whatever is committed must be told, or be followed by a gap; and what is told must be committed.
/// </summary>
internal sealed class SimulatedListener(SimulatedCluster cluster)
{
    private static readonly TimeSpan LongestQuery = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly SimulatedScheduler _tasks = new(cluster.World);
    private readonly List<string> _complaints = [];
    private readonly Dictionary<InstrumentId, long> _known = [];
    private readonly Dictionary<InstrumentId, long> _awaited = [];
    private readonly HashSet<InstrumentId> _reading = [];
    private readonly Dictionary<(AccountId Account, InstrumentId Book), SortedSet<long>> _executions = [];

    /// <summary>The history that it knows.</summary>
    public int Timeline => Database.Timeline;

    private SimulatedDatabase Database => cluster.Database;

    /// <summary>The client begins anew with what the database has lost: another history is told by other means.</summary>
    public void Forget()
    {
        foreach (var book in _known.Keys.ToList()) _known[book] = Math.Min(_known[book], Database.Events(book).Count);
        _awaited.Clear();
        foreach (var ((account, book), sequences) in _executions) sequences.IntersectWith(Database.EventsOf(account, book, after: 0).Select(e => e.Sequence));
    }

    public void Take(BookUpdate update)
    {
        var book = update.InstrumentId;
        var events = Database.Events(book);
        if (update.Sequence > events.Count)
        {
            Complain($"book {book} is told up to {update.Sequence} of {events.Count}");
            return;
        }

        var trades = events.Take((int)update.Sequence).Skip((int)update.PreviousSequence).Where(e => e.IsTradeReport).Select(e => e.TradeId);
        if (!trades.SequenceEqual(update.Trades.Select(trade => trade.TradeId))) Complain($"book {book} is told other trades from {update.PreviousSequence} to {update.Sequence}");
        if (update.PreviousSequence <= Known(book)) _known[book] = Math.Max(Known(book), update.Sequence);
        else Read(book, update.Sequence);
    }

    public void Take(ExecutionNotice notice)
    {
        foreach (var e in notice.Events)
        {
            var events = Database.Events(e.OrderId.Instrument);
            if (e.AccountId != notice.AccountId || e.Sequence > events.Count || events[(int)e.Sequence - 1] != e) Complain($"account {notice.AccountId} is told {e.ExecType} at {e.Sequence} of book {e.OrderId.Instrument}, which is not committed so");
            Known(notice.AccountId, e.OrderId.Instrument).Add(e.Sequence);
        }
    }

    public void TakeGap(InstrumentId book)
    {
        // It begins anew: the book may have gone back.
        _known.Remove(book);
        Read(book, 0);
        foreach (var account in Database.Accounts) ReadExecutions(account.Id, book);
    }

    /// <summary>What it does not know when all is over; and what it was told and is not so.</summary>
    public IEnumerable<string> Find()
    {
        foreach (var complaint in _complaints) yield return complaint;
        foreach (var book in Database.Instruments.Select(instrument => instrument.Id))
        {
            if (Known(book) != Database.Events(book).Count) yield return $"who listens knows book {book} up to {Known(book)} of {Database.Events(book).Count}";
            foreach (var account in Database.Accounts)
            {
                var missing = Database.EventsOf(account.Id, book, after: 0).Select(e => e.Sequence).Except(Known(account.Id, book)).ToList();
                if (missing.Count > 0) yield return $"account {account.Id} was never told of {string.Join(", ", missing)} in book {book}";
            }
        }
    }

    // What is told while it reads may be behind what it reads, or beyond it: then it reads again.
    private void Read(InstrumentId book, long atLeast)
    {
        _awaited[book] = Math.Max(_awaited.GetValueOrDefault(book), atLeast);
        if (!_reading.Add(book)) return;
        _tasks.Post(async () =>
        {
            while (!await ReadSequenceAsync(book) || Known(book) < _awaited.GetValueOrDefault(book)) await cluster.World.Delay(RetryInterval);
            _reading.Remove(book);
        });
    }

    private async Task<bool> ReadSequenceAsync(InstrumentId book)
    {
        try
        {
            if ((await cluster.Reference<IOrderBookGrain>(book.Value).GetDepth(levels: 1))?.Sequence is not { } sequence) return false;
            if (sequence > Database.Events(book).Count)
            {
                // A silo of a history that was lost shows what it remembers until it asks the database again.
                if (Timeline == 1) Complain($"book {book} is shown at {sequence} of {Database.Events(book).Count}");
                return false;
            }

            _known[book] = Math.Max(Known(book), sequence);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            return false;
        }
    }

    // Behind the last one that it knows, from the tables.
    private void ReadExecutions(AccountId account, InstrumentId book)
    {
        var after = Known(account, book).Max;
        cluster.World.After(cluster.World.UpTo(LongestQuery), () => Known(account, book).UnionWith(Database.EventsOf(account, book, after).Select(e => e.Sequence)));
    }

    private long Known(InstrumentId book) => _known.GetValueOrDefault(book);

    private SortedSet<long> Known(AccountId account, InstrumentId book)
    {
        if (!_executions.TryGetValue((account, book), out var sequences)) _executions.Add((account, book), sequences = []);
        return sequences;
    }

    private void Complain(string what)
    {
        cluster.World.Tell($"WRONG: {what}");
        _complaints.Add(what);
    }
}
