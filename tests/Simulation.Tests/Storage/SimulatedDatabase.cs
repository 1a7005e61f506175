using System.Globalization;
using Npgsql;
using Rtx.Actors.OrderBooks;
using Rtx.Domain.Matching.Records;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;

namespace Rtx.Simulation.Tests.Storage;

/// <summary>
/// The guarantees of the trading database, in memory: fences, unique keys, atomic transactions, and the product's queries.
/// </summary>
internal sealed class SimulatedDatabase(IReadOnlyList<Instrument> instruments, IReadOnlyList<Account> accounts, int timeline = 1)
{
    // All commits, to restart from any point in time.
    private readonly List<Action> _log = [];
    private readonly Dictionary<StreamKey, (long Epoch, long Sequence)> _streams = [];
    private readonly Dictionary<InstrumentId, List<(int Timeline, HistoryStart History)>> _histories = [];
    private readonly Dictionary<InstrumentId, List<OrderEvent>> _events = instruments.ToDictionary(
        instrument => instrument.Id, _ => new List<OrderEvent>());
    private readonly SortedDictionary<long, OrderEvent> _orders = [];
    private readonly Dictionary<(AccountId, ClientOrderId), OrderId> _names = [];
    private readonly Dictionary<(AccountId, ClientOrderId), OrderRefusal> _refusals = [];
    private readonly Dictionary<(AccountId Account, InstrumentId Instrument), long> _lastSequences = [];
    private readonly Dictionary<(AccountId Account, InstrumentId Instrument), long> _positionLots = [];
    private readonly Dictionary<AccountId, List<LedgerTransaction>> _ledger = accounts.ToDictionary(
        account => account.Id, _ => new List<LedgerTransaction>());
    private readonly Dictionary<(AccountId Account, Currency Currency), decimal> _balances = [];
    private readonly Dictionary<(AccountId Account, InstrumentId Instrument), PositionRow> _positions = [];
    private readonly Dictionary<(AccountId Account, InstrumentId Instrument), long> _settled = [];
    private readonly Dictionary<AccountId, AccountControlsRow> _controls = [];
    private readonly Dictionary<InstrumentId, BookStanding> _standings = [];
    private readonly Dictionary<AccountId, List<MarginEvent>> _marginEvents = accounts.ToDictionary(
        account => account.Id, _ => new List<MarginEvent>());
    // Not drawn, but given once, too: a history that is lost does not come back.
    private long _lastHistory;

    /// <summary>Reference data, which no commit of a grain touches.</summary>
    public Dictionary<InstrumentId, InstrumentSchedule?> Schedules { get; } = [];

    public IReadOnlyList<Account> Accounts => accounts;

    public IReadOnlyList<Instrument> Instruments => instruments;

    /// <summary>Commits that a fence refused.</summary>
    public int RefusedByFence { get; private set; }

    public Instrument? Instrument(InstrumentId id) => instruments.FirstOrDefault(instrument => instrument.Id == id);

    public IReadOnlyList<OrderEvent> Events(InstrumentId instrument) => _events[instrument];

    public IReadOnlyList<LedgerTransaction> Ledger(AccountId account) => _ledger[account];

    public IEnumerable<(AccountId Account, Currency Currency, decimal Amount)> Balances =>
        _balances.Select(balance => (balance.Key.Account, balance.Key.Currency, balance.Value));

    public IEnumerable<PositionRow> Positions => _positions.Values;

    public IEnumerable<OrderEvent> Orders => _orders.Values;

    public IEnumerable<(AccountId Account, ClientOrderId Name)> Refused => _refusals.Keys;

    public IEnumerable<(AccountId Account, ClientOrderId Name, OrderId Order)> Names =>
        _names.Select(name => (name.Key.Item1, name.Key.Item2, name.Value));

    /// <summary>The margin events of an account.</summary>
    public IReadOnlyList<MarginEvent> MarginEvents(AccountId account) => _marginEvents[account];

    /// <summary>The last event of each currency.</summary>
    public IReadOnlyList<MarginEvent> LastMarginEvents(AccountId account) =>
        [.. _marginEvents[account].GroupBy(happened => happened.Currency).Select(group => group.Last())];

    /// <summary>Accounts that have not settled all events of a book.</summary>
    public IEnumerable<(AccountId Account, InstrumentId Instrument, long Settled, long Last)> Unsettled =>
        _lastSequences.Select(last => (last.Key.Account, last.Key.Instrument, Settled: _settled.GetValueOrDefault(last.Key), last.Value))
            .Where(last => last.Value > last.Settled);

    /// <summary>The newest epoch of a stream; 0 when it was never opened.</summary>
    public long Epoch(StreamKey stream) => _streams.GetValueOrDefault(stream).Epoch;

    /// <summary>Changes after each loss of commits, as after the promotion of a standby that was behind.</summary>
    public int Timeline { get; private set; } = timeline;

    public void TakeEpoch(StreamKey stream)
    {
        var (now, before, history) = (Timeline, StreamEpoch.Before((uint)Timeline), ++_lastHistory);
        Commit(() =>
        {
            var (epoch, sequence) = _streams.GetValueOrDefault(stream);
            _streams[stream] = (Math.Max(epoch, before) + 1, sequence);
            if (stream.Kind == StreamKind.Book) Note(new InstrumentId((int)stream.Id), now, new HistoryStart(history, sequence + 1));
        });
    }

    /// <summary>Where the history of a book went on, oldest first.</summary>
    public IReadOnlyList<HistoryStart> Histories(InstrumentId book) =>
        [.. _histories.GetValueOrDefault(book, []).Select(noted => noted.History)];

    /// <summary>The last event of an account in each book.</summary>
    public IReadOnlyList<(InstrumentId Instrument, long Sequence)> LastExecutions(AccountId account) =>
        [.. _lastSequences.Where(last => last.Key.Account == account).Select(last => (last.Key.Instrument, last.Value))];

    /// <summary>Continues from an earlier point in time on a new timeline.</summary>
    /// <param name="commits">Number of the last commits to lose.</param>
    public void Lose(int commits)
    {
        var kept = _log[..^Math.Min(commits, _log.Count)];
        _log.Clear();
        _streams.Clear();
        _histories.Clear();
        foreach (var events in _events.Values) events.Clear();
        _orders.Clear();
        _names.Clear();
        _refusals.Clear();
        _lastSequences.Clear();
        _positionLots.Clear();
        foreach (var ledger in _ledger.Values) ledger.Clear();
        _balances.Clear();
        _positions.Clear();
        _settled.Clear();
        _controls.Clear();
        _standings.Clear();
        foreach (var events in _marginEvents.Values) events.Clear();
        foreach (var commit in kept) Commit(commit);
        Timeline++;
    }

    /// <summary>One transaction.</summary>
    public void Write(IReadOnlyList<CommitUnit> units)
    {
        CheckFences(units);
        CheckKeys(units);
        // Copied, because writers reuse their lists.
        List<CommitUnit> kept = [.. units.Select(unit => unit with
        {
            OrderEvents = [.. unit.OrderEvents], LedgerTransactions = [.. unit.LedgerTransactions], Balances = [.. unit.Balances],
            Positions = [.. unit.Positions],
            Settlements = [.. unit.Settlements], Refusals = [.. unit.Refusals],
        })];
        Commit(() => kept.ForEach(Apply));
    }

    public BookSnapshot ReadBook(InstrumentId id, long epoch)
    {
        var events = _events[id];
        return new BookSnapshot(
            Instrument(id)!, epoch, _streams[StreamKey.Of(id)].Sequence,
            [.. _orders.Values.Where(order => order.OrderId.Instrument == id && order.LeavesQty > Quantity.Zero).OrderBy(
                order => order.PrioritySequence).Select(order => order.ToOrder())],
            events.FindLastIndex(e => e.IsTradeReport) is >= 0 and var last ? events[last].LastPx : null,
            [.. Unsettled.Where(unsettled => unsettled.Instrument == id).Select(
                unsettled => new SettlementRow(unsettled.Account, id, unsettled.Last))],
            Standing(id),
            [.. events.Where(e => e.OrderId.IsOfBook).Select(e => RecordedBook.ToFollowedPrice(e))],
            Instrument(id)!.Kind == InstrumentKind.Margined
                ? [.. _positionLots.Where(position => position.Key.Instrument == id && position.Value != 0).Select(
                    position => (position.Key.Account, position.Value))]
                : [])
        {
            HistoryId = Histories(id)[^1].HistoryId,
            LastEventTime = events.Count == 0 ? null : events[^1].Time,
        };
    }

    public AccountSnapshot ReadAccount(AccountId id, long epoch, int maxClientOrderIds = 0) => new()
    {
        Account = accounts.First(account => account.Id == id),
        Epoch = epoch,
        Sequence = _streams[StreamKey.Of(id)].Sequence,
        LedgerSequence = _ledger[id].Count,
        Balances = [.. _balances.Where(balance => balance.Key.Account == id).Select(
            balance => new BalanceRow(id, balance.Key.Currency, balance.Value))],
        Positions = [.. _positions.Values.Where(position => position.Account == id)],
        Settlements = [.. _settled.Where(settled => settled.Key.Account == id).Select(
            settled => new SettlementRow(id, settled.Key.Instrument, settled.Value))],
        BookEpochs = [.. BooksOf(id).Select(instrument => (instrument, Epoch(StreamKey.Of(instrument))))],
        Unsettled = [.. Unsettled.Where(unsettled => unsettled.Account == id).OrderBy(unsettled => unsettled.Instrument.Value)
            .SelectMany(unsettled => EventsOf(id, unsettled.Instrument, unsettled.Settled))],
        OpenOrders = [.. _orders.Values.Where(
            order => order.AccountId == id && order.LeavesQty > Quantity.Zero).Select(order => order.ToOrder())],
        Instruments = [.. BooksOf(id).Union(_positions.Keys.Where(
            position => position.Account == id).Select(position => position.Instrument)).Select(instrument => Instrument(instrument)!)],
        ClientOrderIds = [.. _names.Keys.Concat(_refusals.Keys).Where(name => name.Item1 == id).Select(name => name.Item2.Value).Take(maxClientOrderIds + 1)],
    };

    private IEnumerable<InstrumentId> BooksOf(AccountId account) =>
        _lastSequences.Keys.Where(last => last.Account == account).Select(last => last.Instrument);

    public IReadOnlyList<OrderEvent> EventsOf(AccountId account, InstrumentId instrument, long after) =>
        [.. _events[instrument].Skip((int)after).Where(e => e.AccountId == account)];

    public IReadOnlyList<InstrumentId> UnsettledBooks(AccountId account) =>
        [.. Unsettled.Where(
            unsettled => unsettled.Account == account).Select(unsettled => unsettled.Instrument).OrderBy(instrument => instrument.Value)];

    public AccountControlsRow Controls(AccountId account) =>
        _controls.GetValueOrDefault(account) is { Account.Value: > 0 } row
            ? row
            : new AccountControlsRow(account, IsKillSwitchOn: false, CancelAllAt: null);

    public BookStanding Standing(InstrumentId id) =>
        _standings.TryGetValue(id, out var standing) ? standing : new BookStanding(TradingState.Continuous, ReferencePrice: null);

    /// <summary>Accounts that must have no open orders.</summary>
    public IReadOnlyList<AccountId> Overdue(Timestamp now) =>
        [.. _controls.Values.Where(row => row.CancelAllAt <= now || (row.IsKillSwitchOn && _orders.Values.Any(
            order => order.AccountId == row.Account && order.LeavesQty > Quantity.Zero))).Select(row => row.Account)];

    public Order? FindOrder(AccountId account, OrderId id) => FindOrder(id) is { } found && found.AccountId == account ? found : null;

    /// <summary>An order as clients see it: a trailing one with its current price.</summary>
    public Order? FindOrder(OrderId id)
    {
        if (!_orders.TryGetValue(id.Value, out var e)) return null;
        var order = e.ToOrder();
        if (!order.OrderType.IsTrailing() || order.Place != OrderPlace.Trigger) return order;
        var state = SavedBook.Restore(ReadBook(id.Instrument, Epoch(StreamKey.Of(id.Instrument)))).Book.Find(id)!.Value;
        return order with { Price = state.Price, Instructions = order.Instructions! with { StopPx = state.Instructions!.StopPx } };
    }

    public PlacedOrder? FindOrder(AccountId account, ClientOrderId name)
    {
        if (_names.TryGetValue((account, name), out var id))
        {
            var first = _events[id.Instrument][(int)(id.Value & ((1L << OrderId.SequenceBits) - 1)) - 1];
            return new PlacedOrder(FindOrder(id)!)
            {
                FirstPrice = first.Price,
                FirstOrderQty = first.OrderQty,
                FirstInstructions = first.Instructions,
                FirstLimitOffset = null,
            };
        }

        if (!_refusals.TryGetValue((account, name), out var refusal)) return null;
        var request = refusal.Request;
        var order = new Order
        {
            OrderId = default, ClientOrderId = name, AccountId = account, InstrumentId = request.InstrumentId, Side = request.Side,
            OrderType = request.OrderType,
            TimeInForce = request.TimeInForce, Price = request.Price, OrderQty = request.OrderQty, CumQty = Quantity.Zero,
            LeavesQty = Quantity.Zero, CumTickLots = 0m,
            Status = OrdStatus.Rejected, RejectReason = refusal.Reason, PrioritySequence = 0, Sequence = 0, CreatedAt = refusal.Time,
            UpdatedAt = refusal.Time, Instructions = request.Instructions,
        };
        return new PlacedOrder(order) { FirstPrice = request.Price, FirstOrderQty = request.OrderQty,
            FirstInstructions = request.Instructions, FirstLimitOffset = request.LimitOffset, RefusalDetail = refusal.Detail };
    }

    public PlacedAmendment? FindAmendment(AccountId account, OrderId id, ClientOrderId name)
    {
        List<OrderEvent> events = [.. _events[id.Instrument].Where(e => e.OrderId == id && e.AccountId == account)];
        var index = events.FindIndex(e => e.ExecType == ExecType.Replaced && e.ClientOrderId == name);
        return index < 1 ? null : new PlacedAmendment(events[index - 1].ToOrder(), events[index].ToOrder());
    }

    public Money? FindMovement(AccountId account, string reference) => _ledger[account]
        .Find(transaction => transaction.Reference == reference && transaction.Kind != LedgerTransactionKind.Trade) is { } found
        ? found.Postings.First(posting => posting.Account == account).Money
        : null;

    private void Note(InstrumentId book, int timeline, HistoryStart history)
    {
        if (!_histories.TryGetValue(book, out var noted)) _histories.Add(book, noted = []);
        if (noted.Count == 0 || noted[^1].Timeline != timeline) noted.Add((timeline, history));
    }

    private void Commit(Action change)
    {
        change();
        _log.Add(change);
    }

    // The vouching epochs are checked first; the error names only the stale ones.
    private void CheckFences(IReadOnlyList<CommitUnit> units)
    {
        List<StreamKey> stale = [.. units.SelectMany(unit => unit.Vouched).Select(
            vouched => (Stream: StreamKey.Of(vouched.Account), vouched.Epoch))
            .Where(vouched => !_streams.TryGetValue(vouched.Stream, out var head) || head.Epoch != vouched.Epoch)
            .Select(vouched => vouched.Stream).Distinct()];
        if (stale.Count == 0)
        {
            stale = [.. units.Select(unit => unit.Fence)
                .Where(fence => !_streams.TryGetValue(fence.Stream, out var head) || head != (fence.Epoch, fence.ExpectedSequence))
                .Select(fence => fence.Stream)];
        }

        if (stale.Count == 0) return;
        RefusedByFence++;
        throw new PostgresException("a newer activation owns the stream", "ERROR", "ERROR", "RX001", hint: string.Join(',', stale));
    }

    private void CheckKeys(IReadOnlyList<CommitUnit> units)
    {
        // Duplicates within one transaction are allowed.
        Dictionary<(AccountId, ClientOrderId), OrderId> named = [];
        foreach (var e in units.SelectMany(unit => unit.OrderEvents))
        {
            if (e.Sequence <= _events[e.OrderId.Instrument].Count) throw Duplicate("pk_order_events");
            if (e.OrderId.IsOfBook) continue;
            var name = (e.AccountId, e.ClientOrderId);
            var isTaken = _names.TryGetValue(name, out var owner) || named.TryGetValue(name, out owner);
            if (_refusals.ContainsKey(name) || (isTaken && owner != e.OrderId)) throw Duplicate("pk_order_names");
            named[name] = e.OrderId;
        }

        foreach (var refusal in units.SelectMany(unit => unit.Refusals))
        {
            var name = (refusal.Account, refusal.Request.ClientOrderId);
            if (_refusals.ContainsKey(name) || _names.ContainsKey(name) || !named.TryAdd(name, default)) throw Duplicate("pk_order_names");
        }

        HashSet<(AccountId, long)> happened = [];
        foreach (var e in units.SelectMany(unit => unit.MarginEvents))
        {
            if (e.Sequence <= _marginEvents[e.AccountId].Count || !happened.Add((e.AccountId, e.Sequence)))
            {
                throw Duplicate("pk_margin_events");
            }
        }

        HashSet<(AccountId, string)> references = [];
        foreach (var transaction in units.SelectMany(unit => unit.LedgerTransactions))
        {
            if (transaction.Sequence <= _ledger[transaction.AccountId].Count) throw Duplicate("pk_ledger_transactions");
            if (_ledger[transaction.AccountId].Exists(
                other => other.Reference == transaction.Reference) || !references.Add((transaction.AccountId, transaction.Reference)))
                throw Duplicate("uq_ledger_transactions_account_id_reference");
        }
    }

    private void Apply(CommitUnit unit)
    {
        _streams[unit.Fence.Stream] = (unit.Fence.Epoch, unit.Fence.NextSequence);
        foreach (var e in unit.OrderEvents)
        {
            var instrument = e.OrderId.Instrument;
            if (e.Sequence != _events[instrument].Count + 1)
            {
                throw new InvalidOperationException($"Event {e.Sequence} follows {_events[instrument].Count}.");
            }
            _events[instrument].Add(e);
            if (e.OrderId.IsOfBook) continue;
            _orders[e.OrderId.Value] = e;
            _names.TryAdd((e.AccountId, e.ClientOrderId), e.OrderId);
            _lastSequences[(e.AccountId, instrument)] = e.Sequence;
            if (e.ExecType == ExecType.Trade)
            {
                _positionLots[(e.AccountId, instrument)] = _positionLots.GetValueOrDefault(
                    (e.AccountId, instrument)) + (e.Side.Sign() * e.LastQty.Lots);
            }
        }

        if (unit.BookStanding is { } standing) _standings[new InstrumentId((int)unit.Fence.Stream.Id)] = standing;
        foreach (var refusal in unit.Refusals) _refusals.Add((refusal.Account, refusal.Request.ClientOrderId), refusal);
        foreach (var entry in unit.LedgerTransactions)
        {
            _ledger[entry.AccountId].Add(new LedgerTransaction
            {
                AccountId = entry.AccountId, Sequence = entry.Sequence, Kind = entry.Kind, Reference = entry.Reference,
                EffectiveAt = entry.EffectiveAt, BookedAt = entry.BookedAt, Postings = entry.Postings,
            });
        }

        foreach (var balance in unit.Balances) _balances[(balance.Account, balance.Currency)] = balance.Amount;
        foreach (var position in unit.Positions) _positions[(position.Account, position.Instrument)] = position;
        foreach (var settled in unit.Settlements) _settled[(settled.Account, settled.Instrument)] = settled.SettledSequence;
        if (unit.AccountControls is { } controls) _controls[controls.Account] = controls;
        foreach (var happened in unit.MarginEvents)
        {
            if (happened.Sequence != _marginEvents[happened.AccountId].Count + 1)
            {
                throw new InvalidOperationException($"Margin event {happened.Sequence} follows {_marginEvents[happened.AccountId].Count}.");
            }
            _marginEvents[happened.AccountId].Add(happened);
        }
    }

    private static PostgresException Duplicate(string constraint) => new(
        string.Create(CultureInfo.InvariantCulture, $"duplicate key value violates unique constraint \"{constraint}\""), "ERROR", "ERROR",
        PostgresErrorCodes.UniqueViolation, constraintName: constraint);
}
