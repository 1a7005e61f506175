namespace Rtx.Contracts;

/// <summary>Reads SQL for clients. Stateless; the key is 0. Lists are newest first; pass the last row's sequence to go on.</summary>
[Alias("rtx.IHistoryGrain")]
public interface IHistoryGrain : IGrainWithIntegerKey
{
    /// <summary>The largest page.</summary>
    const int MaxRows = 1_000;

    /// <summary>Most ticks that <see cref="ReadTicks"/> returns.</summary>
    const int MaxTicksOfRange = 5_000;

    /// <summary>
    /// The order of a name as SQL has it, also a refused one or one that has another name now; null when there is none yet. Needs neither account nor book; whether one is
    /// still on its way is the account's to say (<see cref="IAccountGrain.GetOrder"/>).
    /// </summary>
    [Alias("FindOrder"), ResponseTimeout("00:00:10")]
    Task<Order?> FindOrder(AccountId account, ClientOrderId clientOrderId, CancellationToken cancellationToken = default);

    /// <summary>Orders of an account as API processes of before ask for them: they knew no places in a list.</summary>
    [Alias("GetOrders")]
    Task<IReadOnlyList<Order>> GetOrders(OrderQuery query, CancellationToken cancellationToken = default);

    /// <summary>Orders of an account, also those refused, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="below">Only those behind this place of the list; null begins with the query's time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    [Alias("ListOrders")]
    Task<IReadOnlyList<Order>> ListOrders(OrderQuery query, OrderPosition? below, CancellationToken cancellationToken = default);

    /// <summary>Executions as API processes of before ask for them: they knew no places in a list.</summary>
    [Alias("GetExecutions")]
    Task<IReadOnlyList<OrderEvent>> GetExecutions(
        AccountId account, InstrumentId? instrument, OrderId? order, ExecReason? reason, Timestamp? before, int limit, CancellationToken cancellationToken = default);

    /// <summary>Trade events of an account, newest first; with a reason, instead all events that happened for it.</summary>
    [Alias("ListExecutions")]
    Task<IReadOnlyList<OrderEvent>> ListExecutions(ExecutionQuery query, CancellationToken cancellationToken = default);

    /// <summary>All events of an account in one book behind a sequence, oldest first: none can come before one that was read.</summary>
    [Alias("ReadExecutions")]
    Task<IReadOnlyList<OrderEvent>> ReadExecutions(
        AccountId account, InstrumentId instrument, OrderId? order, ExecReason? reason, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>The last event of an account in each book that has told it one.</summary>
    [Alias("GetLastExecutions")]
    Task<IReadOnlyList<LastExecution>> GetLastExecutions(AccountId account, CancellationToken cancellationToken = default);

    /// <summary>Ledger transactions of an account, newest first.</summary>
    [Alias("GetLedger")]
    Task<IReadOnlyList<LedgerTransaction>> GetLedger(AccountId account, long? beforeSequence, int limit, CancellationToken cancellationToken = default);

    /// <summary>Calls for margin and stop-outs of an account, newest first.</summary>
    [Alias("GetMarginEvents")]
    Task<IReadOnlyList<MarginEvent>> GetMarginEvents(AccountId account, long? beforeSequence, int limit, CancellationToken cancellationToken = default);

    /// <summary>Trades of an instrument, newest first.</summary>
    [Alias("GetTrades")]
    Task<IReadOnlyList<TradePrint>> GetTrades(InstrumentId instrument, TradeId? before, int limit, CancellationToken cancellationToken = default);

    /// <summary>Candles that open in [from, to), oldest first; without a range the newest ones.</summary>
    [Alias("GetCandles")]
    Task<IReadOnlyList<Candle>> GetCandles(CandleQuery query, CancellationToken cancellationToken = default);

    /// <summary>Ticks in [from, to), oldest first; without a range the newest ones.</summary>
    [Alias("GetTicks")]
    Task<IReadOnlyList<Tick>> GetTicks(TickQuery query, CancellationToken cancellationToken = default);

    /// <summary>Ticks of a range behind a position, in their order: what comes while somebody reads page by page moves nothing that lies before.</summary>
    [Alias("ReadTicks")]
    Task<IReadOnlyList<Tick>> ReadTicks(TickRange range, CancellationToken cancellationToken = default);

    /// <summary>The newest stored quote of an instrument by any provider; null when there is none.</summary>
    [Alias("GetLatestQuote")]
    Task<Tick?> GetLatestQuote(InstrumentId instrument, CancellationToken cancellationToken = default);

    /// <summary>The last 24 hours of an instrument, from the minute in which they began; the newest prices, however old.</summary>
    [Alias("GetStatistics")]
    Task<MarketStatistics> GetStatistics(InstrumentId instrument, CancellationToken cancellationToken = default);

    /// <summary>Spreads of spans that open in [from, to), oldest first; without a range the newest ones.</summary>
    [Alias("GetSpreads")]
    Task<IReadOnlyList<Spread>> GetSpreads(SpreadQuery query, CancellationToken cancellationToken = default);

    /// <summary>Times in [from, to) in which the instrument traded and no tick came for longer than asked, oldest first. Reads all ticks of the range.</summary>
    [Alias("GetGaps")]
    Task<IReadOnlyList<TickGap>> GetGaps(GapQuery query, CancellationToken cancellationToken = default);

    /// <summary>Recorded depth of intervals that begin in [from, to), oldest first; without a range the newest ones.</summary>
    [Alias("GetDepths")]
    Task<IReadOnlyList<RecordedDepth>> GetDepths(DepthQuery query, CancellationToken cancellationToken = default);

    /// <summary>Ticks stored for an instrument and provider.</summary>
    [Alias("CountTicks")]
    Task<long> CountTicks(InstrumentId instrument, short provider, CancellationToken cancellationToken = default);

    /// <summary>Rows that each invariant view of the databases returns: anything but 0 is a defect. Recomputes candles from ticks too.</summary>
    [Alias("CheckInvariants"), ResponseTimeout("00:05:00")]
    Task<IReadOnlyList<InvariantResult>> CheckInvariants(CancellationToken cancellationToken = default);
}

/// <summary>Which orders to list.</summary>
/// <param name="Account">The account.</param>
/// <param name="Instrument">Of one instrument, or of all.</param>
/// <param name="OpenOnly">Only working orders.</param>
/// <param name="Before">Only orders created before.</param>
/// <param name="Limit">Largest number of rows, 1 to <see cref="IHistoryGrain.MaxRows"/>.</param>
[GenerateSerializer, Immutable, Alias("rtx.OrderQuery")]
public sealed record OrderQuery(AccountId Account, InstrumentId? Instrument, bool OpenOnly, Timestamp? Before, int Limit)
{
    /// <summary>Of one tag; none lists all.</summary>
    [Id(5)] public OrderTag Tag { get; init; }
}

/// <summary>Which executions to list.</summary>
/// <param name="Account">The account.</param>
/// <param name="Instrument">Of one instrument, or of all.</param>
/// <param name="Order">Of one order, or of all.</param>
/// <param name="Reason">Instead of trades all that happened for this reason.</param>
/// <param name="Below">Only those behind this place of the list, newest first; null begins with the newest.</param>
/// <param name="Limit">Largest number of rows, 1 to <see cref="IHistoryGrain.MaxRows"/>.</param>
[GenerateSerializer, Immutable, Alias("rtx.ExecutionQuery")]
public sealed record ExecutionQuery(AccountId Account, InstrumentId? Instrument, OrderId? Order, ExecReason? Reason, ExecutionPosition? Below, int Limit);

/// <summary>The last that a book has told an account.</summary>
/// <param name="Instrument">The book.</param>
/// <param name="Sequence">The book's number of the event.</param>
[GenerateSerializer, Immutable, Alias("rtx.LastExecution")]
public readonly record struct LastExecution(InstrumentId Instrument, long Sequence)
{
    /// <summary>The histories of the book, oldest first; null from a silo of before.</summary>
    [Id(2)] public IReadOnlyList<HistoryStart>? Histories { get; init; }
}

/// <summary>Which candles to read.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="PriceKind">Which price.</param>
/// <param name="Minutes">Length of a candle, one of <see cref="Frames"/>.</param>
/// <param name="From">Start, included; null with <paramref name="To"/> null reads the newest.</param>
/// <param name="To">End, not included.</param>
/// <param name="Limit">Largest number of rows, 1 to <see cref="IHistoryGrain.MaxRows"/>.</param>
[GenerateSerializer, Immutable, Alias("rtx.CandleQuery")]
public sealed record CandleQuery(InstrumentId Instrument, CandlePrice PriceKind, int Minutes, Timestamp? From, Timestamp? To, int Limit)
{
    /// <summary>Lengths of candles in minutes; 1440, 10080 and 43200 stand for trading days, weeks and months.</summary>
    public static IReadOnlyList<int> Frames { get; } = [1, 5, 15, 30, 60, 240, 1_440, 10_080, 43_200];
}

/// <summary>Which ticks to read.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Provider">Of one provider, or of all.</param>
/// <param name="From">Start, included; null with <paramref name="To"/> null reads the newest.</param>
/// <param name="To">End, not included.</param>
/// <param name="Limit">Largest number of rows, 1 to <see cref="IHistoryGrain.MaxRows"/>.</param>
[GenerateSerializer, Immutable, Alias("rtx.TickQuery")]
public sealed record TickQuery(InstrumentId Instrument, short? Provider, Timestamp? From, Timestamp? To, int Limit);

/// <summary>A part of the ticks of an instrument.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Provider">Of one provider, or of all.</param>
/// <param name="From">Start, included; null for the first.</param>
/// <param name="To">End, not included; null for the last.</param>
/// <param name="After">Only ticks behind this one, which need not be stored; null begins at the start.</param>
/// <param name="Limit">Largest number of rows, 1 to <see cref="IHistoryGrain.MaxTicksOfRange"/>.</param>
[GenerateSerializer, Immutable, Alias("rtx.TickRange")]
public sealed record TickRange(InstrumentId Instrument, short? Provider, Timestamp? From, Timestamp? To, Tick? After, int Limit);

/// <summary>Which spreads to read.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Minutes">Length of a span, one of <see cref="Frames"/>.</param>
/// <param name="From">Start, included; null with <paramref name="To"/> null reads the newest.</param>
/// <param name="To">End, not included.</param>
/// <param name="Limit">Largest number of rows, 1 to <see cref="IHistoryGrain.MaxRows"/>.</param>
[GenerateSerializer, Immutable, Alias("rtx.SpreadQuery")]
public sealed record SpreadQuery(InstrumentId Instrument, int Minutes, Timestamp? From, Timestamp? To, int Limit)
{
    /// <summary>Lengths of spans in minutes.</summary>
    public static IReadOnlyList<int> Frames { get; } = [1, 60];
}

/// <summary>Which gaps to look for.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Provider">Of one provider, or times in which none had a tick.</param>
/// <param name="LongerThan">Shorter ones are left out.</param>
/// <param name="From">Start, included.</param>
/// <param name="To">End, not included; at most <see cref="MaxRange"/> later. The future is no gap.</param>
/// <param name="Limit">Largest number of rows, 1 to <see cref="IHistoryGrain.MaxRows"/>.</param>
[GenerateSerializer, Immutable, Alias("rtx.GapQuery")]
public sealed record GapQuery(InstrumentId Instrument, short? Provider, TimeSpan LongerThan, Timestamp From, Timestamp To, int Limit)
{
    /// <summary>The longest range, because all its ticks are read.</summary>
    public static TimeSpan MaxRange { get; } = TimeSpan.FromDays(31);
}

/// <summary>Which recorded depth to read.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="From">Start, included; null with <paramref name="To"/> null reads the newest.</param>
/// <param name="To">End, not included.</param>
/// <param name="Limit">Largest number of rows, 1 to <see cref="IHistoryGrain.MaxRows"/>.</param>
[GenerateSerializer, Immutable, Alias("rtx.DepthQuery")]
public sealed record DepthQuery(InstrumentId Instrument, Timestamp? From, Timestamp? To, int Limit);

/// <summary>One invariant and how often it is broken.</summary>
/// <param name="Name">Name of the view, or of the check.</param>
/// <param name="Violations">Rows it returned.</param>
[GenerateSerializer, Immutable, Alias("rtx.InvariantResult")]
public sealed record InvariantResult(string Name, long Violations);
