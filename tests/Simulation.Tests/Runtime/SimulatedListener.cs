using Rtx.Client;
using Rtx.Simulation.Tests.Storage;

namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// A client that listens to everything and reads again what it may have missed: a book, when its sequences have a gap or a gap notice
/// arrives; executions, which have no sequence without gaps, only then, and when they are of a history that it does not know. So whatever
/// is committed must be told, or be followed by a gap; what is told must be committed; and nothing may be kept that was lost (RESUME-6).
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
    private readonly Dictionary<AccountId, LocalExecutions> _executions =
        cluster.Database.Accounts.ToDictionary(account => account.Id, account => new LocalExecutions(account.Id.Value));

    /// <summary>The database timeline that it knows.</summary>
    public int Timeline => Database.Timeline;

    private SimulatedDatabase Database => cluster.Database;

    /// <summary>Rolls the known books back after a loss of commits: the gap notice for it may come later.</summary>
    public void Forget()
    {
        foreach (var book in _known.Keys.ToList()) _known[book] = Math.Min(_known[book], Database.Events(book).Count);
        _awaited.Clear();
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

        var trades = events.Take((int)update.Sequence).Skip((int)update.PreviousSequence).Where(e => e.IsTradeReport)
            .Select(e => e.TradeId);
        if (!trades.SequenceEqual(update.Trades.Select(trade => trade.TradeId)))
        {
            Complain($"book {book} is told other trades from {update.PreviousSequence} to {update.Sequence}");
        }
        if (update.PreviousSequence <= Known(book)) _known[book] = Math.Max(Known(book), update.Sequence);
        else Read(book, update.Sequence);
    }

    /// <param name="notice">The notice.</param>
    /// <param name="isPresent">Whether the database still has the notice's history.</param>
    public void Take(ExecutionNotice notice, bool isPresent)
    {
        var isKnown = true;
        foreach (var e in notice.Events)
        {
            var book = e.OrderId.Instrument;
            if (e.AccountId != notice.AccountId || (isPresent && !IsCommitted(e)))
                Complain($"account {notice.AccountId} is told {e.ExecType} at {e.Sequence} of book {book}, which is not committed so");
            isKnown &= _executions[notice.AccountId].Take(ReportOf(e, notice.HistoryId));
        }

        if (!isKnown) ReadExecutions(notice.AccountId);
    }

    public void TakeGap(InstrumentId book)
    {
        // Starts over: the book may have been rolled back.
        _known.Remove(book);
        Read(book, 0);
        foreach (var account in Database.Accounts) ReadExecutions(account.Id);
    }

    /// <summary>Data it missed in the end, and data it was told that is wrong.</summary>
    public IEnumerable<string> Find()
    {
        foreach (var complaint in _complaints) yield return complaint;
        foreach (var book in Database.Instruments.Select(instrument => instrument.Id))
        {
            if (Known(book) != Database.Events(book).Count)
            {
                yield return $"who listens knows book {book} up to {Known(book)} of {Database.Events(book).Count}";
            }
            foreach (var account in Database.Accounts)
            {
                var has = _executions[account.Id].Of(SymbolOf(book)).Select(report => report with { History = 0 }).ToList();
                var stored = ReportsOf(account.Id, book, after: 0);
                var (missing, gone) = (Sequences(stored.Except(has)), Sequences(has.Except(stored)));
                if (missing.Length > 0) yield return $"account {account.Id} was never told of {missing} in book {book}";
                if (gone.Length > 0) yield return $"account {account.Id} still has {gone} in book {book}, which were lost";
            }
        }
    }

    // Messages that arrive during a read may be older or newer than its result: then it reads again.
    private void Read(InstrumentId book, long atLeast)
    {
        _awaited[book] = Math.Max(_awaited.GetValueOrDefault(book), atLeast);
        if (!_reading.Add(book)) return;
        _tasks.Post(async () =>
        {
            while (!await ReadSequenceAsync(book) || Known(book) < _awaited.GetValueOrDefault(book))
            {
                await cluster.World.Delay(RetryInterval);
            }
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
                // A silo on a lost timeline shows its stale state until it queries the database again.
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

    private void ReadExecutions(AccountId account) => _tasks.Post(() => _executions[account].ReadAsync(
        async () =>
        {
            await QueryAsync();
            return [.. Database.LastExecutions(account).Select(last => LastOf(last.Instrument, last.Sequence))];
        },
        async (symbol, after) =>
        {
            await QueryAsync();
            return ReportsOf(account, Database.Instruments.First(instrument => SymbolOf(instrument.Id) == symbol).Id, after);
        }));

    private Task QueryAsync() => cluster.World.Delay(cluster.World.UpTo(LongestQuery));

    private Client.LastExecution LastOf(InstrumentId book, long sequence) => new()
    {
        Symbol = SymbolOf(book),
        Sequence = sequence,
        Histories = [.. Database.Histories(book).Select(HistoryOf)],
    };

    private static BookHistory HistoryOf(HistoryStart start) => new() { History = start.HistoryId, FirstSequence = start.FirstSequence };

    private bool IsCommitted(OrderEvent e)
    {
        var events = Database.Events(e.OrderId.Instrument);
        return e.Sequence <= events.Count && events[(int)e.Sequence - 1] == e;
    }

    private List<ExecutionReport> ReportsOf(AccountId account, InstrumentId book, long after) =>
        [.. Database.EventsOf(account, book, after).Select(e => ReportOf(e, history: 0))];

    private static string Sequences(IEnumerable<ExecutionReport> reports) => string.Join(", ", reports.Select(report => report.Sequence));

    private static string SymbolOf(InstrumentId book) => $"{book}";

    // Enough of an event to identify it.
    private static ExecutionReport ReportOf(OrderEvent e, long history) => new()
    {
        Sequence = e.Sequence,
        ExecType = (Client.ExecType)e.ExecType,
        OrderId = e.OrderId.Value,
        ClientOrderId = e.ClientOrderId.Value,
        AccountId = e.AccountId.Value,
        Symbol = SymbolOf(e.OrderId.Instrument),
        Side = (Client.Side)e.Side,
        OrderType = (Client.OrderType)e.OrderType,
        TimeInForce = (Client.TimeInForce)e.TimeInForce,
        Price = e.Price.Ticks,
        OrderQty = e.OrderQty.Lots,
        CumQty = e.CumQty.Lots,
        LeavesQty = e.LeavesQty.Lots,
        Status = (Client.OrdStatus)e.Status,
        TradeId = e.TradeId.Value,
        LastPx = e.LastPx.Ticks,
        LastQty = e.LastQty.Lots,
        Time = e.Time.ToDateTimeOffset(),
        History = history,
    };

    private long Known(InstrumentId book) => _known.GetValueOrDefault(book);

    private void Complain(string what)
    {
        cluster.World.Tell($"WRONG: {what}");
        _complaints.Add(what);
    }
}
