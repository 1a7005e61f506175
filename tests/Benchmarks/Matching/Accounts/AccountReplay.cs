using System.Diagnostics;
using Rtx.Benchmarks.Matching.Replays;
using Rtx.Benchmarks.Matching.Streams;
using Rtx.Domain.Accounts;
using Rtx.Domain.Marks;
using Rtx.Domain.Matching.Records;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Benchmarks.Matching.Accounts;

/// <summary>
/// The neutral workload with the accounts around the book, by the code that the grains call, without network and storage. Of each command: the request is made, completed and
/// checked, its margin is held, the book takes it and adds the events that are stored to a log, and the accounts of both sides settle them: holds, positions, balances, ledger.
/// Every 1,000 commands a commit takes the log, what the accounts changed, and the levels and orders that subscribers are told. What turns these into columns of SQL is not in it.
/// The accounts are rich: nothing is refused, so trades and book are those of the stream.
/// </summary>
internal sealed class AccountReplay(CommandStream stream) : Replay
{
    private const decimal Funds = 1_000_000_000_000m;
    private const int CommandsPerCommit = 1_000;
    private static readonly Instrument Instrument = BenchmarkInstrument.WithMargin;

    private readonly CommandRecord[] _records = stream.Records;
    private readonly ushort[] _owners = TouchedMemory.New<ushort>(stream.MaxId + 1);

    // The book gives the ids; the stream names its orders by its own.
    private readonly OrderId[] _ids = TouchedMemory.New<OrderId>(stream.MaxId + 1);
    // By the sequence of an order's first event, which its id is made of; the stream makes fewer than four events of an order.
    private readonly int[] _idsOfStream = TouchedMemory.New<int>((stream.MaxId * 4) + 1);
    private readonly OrderEventLog _events = new();
    private readonly List<TradingAccount> _touched = [];
    private readonly AccountChanges _changes = new();
    private readonly List<DepthLevel> _changedLevels = [];
    private readonly List<QueuedOrder> _changedOrders = [];
    private TradingAccount[] _accounts = [];
    private RecordedBook _book = null!;
    private Func<InstrumentId, Mark> _marks = _ => default;
    private BookTape _tape = new();

    public override int Commands => _records.Length - stream.Prefill;

    public override StreamOutcome Outcome => _tape.Close(_book.Book, IdOfStream);

    public override int OpenOrders => _book.Book.OpenOrderCount;

    public override void Open()
    {
        _book = new RecordedBook(Instrument);
        _marks = _ => new Mark(_book.Book.LastTradePrice);
        _accounts = [.. Enumerable.Range(0, _records.Max(record => record.Account) + 1).Select(NewAccount)];
    }

    public override void Fill()
    {
        for (var i = 0; i < stream.Prefill; i++) Do(i);
    }

    public override void Run(int first, int end)
    {
        for (var i = first; i < end; i++) Do(stream.Prefill + i);
    }

    public override void RunTimed(int first, int end, long[] stamps)
    {
        for (var i = first; i < end; i++)
        {
            Do(stream.Prefill + i);
            stamps[i + 1] = Stopwatch.GetTimestamp();
        }
    }

    // Number 0 is nobody's: its place keeps the accounts at their numbers.
    private static TradingAccount NewAccount(int number)
    {
        var account = new TradingAccount(new Account(new AccountId(Math.Max(number, 1)), default, $"account {number}", AccountStatus.Active));
        account.RegisterInstrument(Instrument);
        account.MoveFunds(new Money(Funds, Instrument.QuoteCurrency), "deposit", ReplayClock.At(0));
        account.TakeChanges();
        return account;
    }

    private void Do(int index)
    {
        ref readonly var record = ref _records[index];
        var now = ReplayClock.At(index);
        var first = _events.Count;
        if (record.Kind == CommandKind.Cancel)
        {
            _book.Cancel(new AccountId(_owners[record.Id]), _ids[record.Id], now, _events);
        }
        else
        {
            Place(record, now);
        }

        Settle(first);
        if (index % CommandsPerCommit == 0) Commit();
    }

    private void Place(in CommandRecord record, Timestamp now)
    {
        _owners[record.Id] = record.Account;
        var owner = new AccountId(record.Account);
        var account = _accounts[record.Account];
        var request = ToRequest(record);
        var terms = RequestTerms.Resolve(Instrument, owner, request, TradePrice(request), sessionEnd: null);
        if (!account.Reserve(request, terms, _marks).IsAccepted) return;
        var id = _book.Submit(owner, request, terms.Order.Price, terms.Order.Instructions, now, _events);
        _ids[record.Id] = id;
        _idsOfStream[SequenceOf(id)] = (int)record.Id;
    }

    private static NewOrder ToRequest(in CommandRecord record) => new()
    {
        ClientOrderId = new ClientOrderId(record.Id.ToString()),
        InstrumentId = Instrument.Id,
        Side = record.Side == 0 ? Side.Buy : Side.Sell,
        OrderType = record.Kind == CommandKind.Market ? OrderType.Market : OrderType.Limit,
        TimeInForce = record.Kind == CommandKind.Market ? TimeInForce.Ioc : TimeInForce.Gtc,
        OrderQty = new Quantity(record.Quantity),
        Price = record.Kind == CommandKind.Market ? null : new Price(record.Price),
    };

    private Price? TradePrice(NewOrder request) =>
        RequestTerms.NeedOf(request) == ReferenceNeed.TradePrice ? (request.Side == Side.Buy ? _book.Book.BestAsk : _book.Book.BestBid) ?? _book.Book.LastTradePrice : null;

    // What a commit takes from book and accounts: rows for SQL, and what subscribers would be sent.
    private void Commit()
    {
        _events.Clear();
        foreach (var account in _touched) account.TakeChanges(_changes);
        _touched.Clear();
        _changedLevels.Clear();
        _changedOrders.Clear();
        _book.TakeChangedLevels(_changedLevels);
        _book.TakeChangedOrders(_changedOrders);
    }

    private void Settle(int first)
    {
        foreach (ref readonly var e in _events.Events[first..])
        {
            var account = _accounts[e.AccountId.Value];
            if (!account.HasChanges) _touched.Add(account);
            account.Apply(e, e.Time);
            if (e.IsTradeReport) _tape.Note(IdOfStream(e.ContraOrderId), IdOfStream(e.OrderId), e.LastPx, e.LastQty);
        }
    }

    private long IdOfStream(OrderId id) => _idsOfStream[SequenceOf(id)];

    private static long SequenceOf(OrderId id) => id.Value & ((1L << OrderId.SequenceBits) - 1);
}
