using Orleans.Concurrency;
using Rtx.Actors.Failures;
using Rtx.Storage.MarketData;
using Rtx.Storage.Trading;

namespace Rtx.Actors.History;

/// <summary>Reads SQL for clients; page sizes are cut to the largest allowed.</summary>
[StatelessWorker]
internal sealed class HistoryGrain(HistoryStore history, AccountStore accounts, MarginStore margins, InvariantChecks invariants, TickStore ticks, DepthStore depth, TimeProvider clock) : Grain, IHistoryGrain
{
    public async Task<Order?> FindOrder(AccountId account, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        (await Reading.OrUnavailableAsync(() => accounts.FindOrderAsync(account, clientOrderId, cancellationToken)))?.Order;

    public Task<IReadOnlyList<Order>> GetOrders(OrderQuery query, CancellationToken cancellationToken) =>
        ListOrders(query, below: null, cancellationToken);

    public Task<IReadOnlyList<Order>> ListOrders(OrderQuery query, OrderPosition? below, CancellationToken cancellationToken) => Reading.OrUnavailableAsync(() => history.GetOrdersAsync(
        query.Account, query.Instrument, query.OpenOnly, query.Tag, below ?? (query.Before is { } before ? new OrderPosition(before, default, "") : null), Cut(query.Limit), cancellationToken));

    public Task<IReadOnlyList<OrderEvent>> GetExecutions(
        AccountId account, InstrumentId? instrument, OrderId? order, ExecReason? reason, Timestamp? before, int limit, CancellationToken cancellationToken) =>
        ListExecutions(new ExecutionQuery(account, instrument, order, reason, before is { } end ? new ExecutionPosition(end, default, 0) : null, limit), cancellationToken);

    public Task<IReadOnlyList<OrderEvent>> ListExecutions(ExecutionQuery query, CancellationToken cancellationToken) => Reading.OrUnavailableAsync(
        () => history.GetExecutionsAsync(query.Account, query.Instrument, query.Order, query.Reason, query.Below, Cut(query.Limit), cancellationToken));

    public Task<IReadOnlyList<OrderEvent>> ReadExecutions(
        AccountId account, InstrumentId instrument, OrderId? order, ExecReason? reason, long after, int limit, CancellationToken cancellationToken) =>
        Reading.OrUnavailableAsync(() => history.GetExecutionsAfterAsync(account, instrument, order, reason, after, Cut(limit), cancellationToken));

    public async Task<IReadOnlyList<LastExecution>> GetLastExecutions(AccountId account, CancellationToken cancellationToken)
    {
        var last = await Reading.OrUnavailableAsync(() => history.GetLastExecutionsAsync(account, cancellationToken));
        return [.. last.Select(l => new LastExecution(l.Instrument, l.Sequence) { Histories = l.Histories })];
    }

    public Task<IReadOnlyList<LedgerTransaction>> GetLedger(AccountId account, long? beforeSequence, int limit, CancellationToken cancellationToken) =>
        Reading.OrUnavailableAsync(() => history.GetLedgerAsync(account, beforeSequence, Cut(limit), cancellationToken));

    public Task<IReadOnlyList<MarginEvent>> GetMarginEvents(AccountId account, long? beforeSequence, int limit, CancellationToken cancellationToken) =>
        Reading.OrUnavailableAsync(() => margins.ReadAsync(account, beforeSequence, Cut(limit), cancellationToken));

    public Task<IReadOnlyList<TradePrint>> GetTrades(InstrumentId instrument, TradeId? before, int limit, CancellationToken cancellationToken) =>
        Reading.OrUnavailableAsync(() => history.GetTradesAsync(instrument, before, Cut(limit), cancellationToken));

    public Task<IReadOnlyList<Candle>> GetCandles(CandleQuery query, CancellationToken cancellationToken) =>
        Reading.OrUnavailableAsync(() => ticks.GetCandlesAsync(query.Instrument, query.PriceKind, query.Minutes, query.From, query.To, Cut(query.Limit), cancellationToken));

    public Task<Tick?> GetLatestQuote(InstrumentId instrument, CancellationToken cancellationToken) =>
        Reading.OrUnavailableAsync(() => ticks.GetLatestQuoteAsync(instrument, cancellationToken));

    public Task<IReadOnlyList<Tick>> GetTicks(TickQuery query, CancellationToken cancellationToken) =>
        Reading.OrUnavailableAsync(() => ticks.GetTicksAsync(query.Instrument, query.Provider, query.From, query.To, Cut(query.Limit), cancellationToken));

    public Task<IReadOnlyList<Tick>> ReadTicks(TickRange range, CancellationToken cancellationToken) =>
        Reading.OrUnavailableAsync(() => ticks.ReadTicksAsync(
            range.Instrument, range.Provider, range.From, range.To, range.After, Math.Clamp(range.Limit, 1, IHistoryGrain.MaxTicksOfRange), cancellationToken));

    public Task<MarketStatistics> GetStatistics(InstrumentId instrument, CancellationToken cancellationToken)
    {
        var minute = clock.GetUtcNow().UtcDateTime;
        minute = new DateTime(minute.Ticks - (minute.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
        return Reading.OrUnavailableAsync(() => ticks.GetStatisticsAsync(instrument, Timestamp.From(minute.AddDays(-1)), Timestamp.From(minute.AddMinutes(1)), cancellationToken));
    }

    public Task<IReadOnlyList<Spread>> GetSpreads(SpreadQuery query, CancellationToken cancellationToken) =>
        Reading.OrUnavailableAsync(() => ticks.GetSpreadsAsync(query.Instrument, query.Minutes, query.From, query.To, Cut(query.Limit), cancellationToken));

    public Task<IReadOnlyList<TickGap>> GetGaps(GapQuery query, CancellationToken cancellationToken) =>
        Reading.OrUnavailableAsync(() => ticks.GetGapsAsync(query.Instrument, query.Provider, query.LongerThan, query.From, query.To, Cut(query.Limit), cancellationToken));

    public Task<IReadOnlyList<RecordedDepth>> GetDepths(DepthQuery query, CancellationToken cancellationToken) =>
        Reading.OrUnavailableAsync(() => depth.GetAsync(query.Instrument, query.From, query.To, Cut(query.Limit), cancellationToken));

    public Task<long> CountTicks(InstrumentId instrument, short provider, CancellationToken cancellationToken) =>
        Reading.OrUnavailableAsync(() => ticks.CountTicksAsync(instrument, provider, cancellationToken));

    public async Task<IReadOnlyList<InvariantResult>> CheckInvariants(CancellationToken cancellationToken)
    {
        var trading = await Reading.OrUnavailableAsync(() => invariants.CountViolationsAsync(cancellationToken));
        var marketData = await Reading.OrUnavailableAsync(() => ticks.CountViolationsAsync(cancellationToken));
        return [.. trading.Concat(marketData).Select(r => new InvariantResult(r.Name, r.Violations))];
    }

    private static int Cut(int limit) => Math.Clamp(limit, 1, IHistoryGrain.MaxRows);
}
