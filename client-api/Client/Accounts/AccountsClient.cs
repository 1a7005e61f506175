using System.Runtime.CompilerServices;

namespace Rtx.Client;

/// <summary>Accounts: the user's own, or all for an administrator.</summary>
public sealed class AccountsClient
{
    private readonly RestConnection _rest;

    internal AccountsClient(RestConnection rest) => _rest = rest;

    /// <summary>The accounts that the user may see, by id.</summary>
    public Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<Account>>("api/v1/accounts", cancellationToken);

    /// <summary>Balances, positions and open orders at one moment.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="maxAge">Maximum age of that moment, up to a minute; null for now. An older snapshot puts no load on the trading
    /// system.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<AccountSummary> GetSummaryAsync(long accountId, TimeSpan? maxAge = null, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<AccountSummary>($"api/v1/accounts/{accountId}", maxAge, cancellationToken);

    /// <summary>Open margined positions.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="maxAge">Maximum age of the snapshot, up to 30 seconds; null for now.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<Position>> GetPositionsAsync(
        long accountId, TimeSpan? maxAge = null, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<Position>>($"api/v1/accounts/{accountId}/positions", maxAge, cancellationToken);

    /// <summary>Ledger transactions, newest first.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="beforeSequence">Only transactions before this sequence; null starts at the newest.</param>
    /// <param name="limit">Maximum number of items, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<LedgerTransaction>> GetLedgerAsync(
        long accountId, long? beforeSequence = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        var path = new QueryText($"api/v1/accounts/{accountId}/ledger").Add("beforeSequence", beforeSequence).Add("limit", limit);
        return _rest.GetAsync<IReadOnlyList<LedgerTransaction>>(path.ToString(), cancellationToken);
    }

    /// <summary>Margin calls and stop-outs, newest first.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="beforeSequence">Only events before this sequence; null starts at the newest.</param>
    /// <param name="limit">Maximum number of items, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<MarginEvent>> GetMarginEventsAsync(
        long accountId, long? beforeSequence = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        var path = new QueryText($"api/v1/accounts/{accountId}/margin-events").Add("beforeSequence", beforeSequence).Add("limit", limit);
        return _rest.GetAsync<IReadOnlyList<MarginEvent>>(path.ToString(), cancellationToken);
    }

    /// <summary>Trades of the account, or its order events with one reason; newest first, one page at most.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="filter">Which to read; null for the newest of all instruments.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<ExecutionReport>> GetExecutionsAsync(
        long accountId, ExecutionFilter? filter = null, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<ExecutionReport>>(ExecutionsPath(accountId, filter ?? new ExecutionFilter()), cancellationToken);

    /// <summary>
    /// All trades of the account, or all its order events with one reason; newest first, read in pages of
    /// <see cref="ExecutionFilter.Limit"/>. None is missed or read twice, however many share the same time.
    /// </summary>
    public IAsyncEnumerable<ExecutionReport> ReadExecutionsAsync(
        long accountId, ExecutionFilter? filter = null, CancellationToken cancellationToken = default) =>
        _rest.ReadPagesAsync<ExecutionReport>(
            ExecutionsPath(accountId, filter ?? new ExecutionFilter { Limit = QueryText.LargestPage }), cancellationToken);

    /// <summary>The account's last execution of each instrument that has one, and the histories of its book.</summary>
    public Task<IReadOnlyList<LastExecution>> GetLastExecutionsAsync(long accountId, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<LastExecution>>($"{ExecutionsPath(accountId)}/last", cancellationToken);

    /// <summary>
    /// Everything that <see cref="RtxStream.SubscribeExecutionsAsync"/> delivered, or should have delivered, after the known sequences:
    /// instrument by instrument, each in its own order. An execution is identified by its instrument and
    /// <see cref="ExecutionReport.Sequence"/>. A failover may lose known executions (<see cref="LastExecution.Histories"/>):
    /// <see cref="LocalExecutions"/> handles all of that.
    /// </summary>
    /// <param name="accountId">The account.</param>
    /// <param name="known">By symbol, the sequence up to which executions are known; instruments that are not listed are read from the
    /// start.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async IAsyncEnumerable<ExecutionReport> ReadExecutionsAfterAsync(
        long accountId, IReadOnlyDictionary<string, long> known, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        foreach (var last in await GetLastExecutionsAsync(accountId, cancellationToken))
        {
            var after = known.GetValueOrDefault(last.Symbol);
            if (last.Sequence <= after) continue;
            await foreach (var report in ReadExecutionsAfterAsync(accountId, last.Symbol, after, cancellationToken)) yield return report;
        }
    }

    /// <summary>
    /// As <see cref="ReadExecutionsAfterAsync(long, IReadOnlyDictionary{string, long}, CancellationToken)"/>, of one instrument.
    /// </summary>
    public IAsyncEnumerable<ExecutionReport> ReadExecutionsAfterAsync(
        long accountId, string symbol, long after, CancellationToken cancellationToken = default)
    {
        var path = new QueryText(ExecutionsPath(accountId)).Add("symbol", symbol).Add("after", after).Add("limit", QueryText.LargestPage);
        return _rest.ReadPagesAsync<ExecutionReport>(path.ToString(), cancellationToken);
    }

    private static string ExecutionsPath(long accountId) => $"api/v1/accounts/{accountId}/executions";

    private static string ExecutionsPath(long accountId, ExecutionFilter filter) => new QueryText(ExecutionsPath(accountId))
        .Add("symbol", filter.Symbol)
        .Add("orderId", filter.OrderId)
        .Add("reason", filter.Reason is { } reason ? WireEnumText.Of(reason) : null)
        .Add("before", filter.Before)
        .Add("limit", filter.Limit)
        .ToString();
}

/// <summary>Which executions to list, newest first.</summary>
public sealed record ExecutionFilter
{
    /// <summary>Limits the result to one instrument; null for all.</summary>
    public string? Symbol { get; init; }

    /// <summary>Limits the result to one order; null for all.</summary>
    public long? OrderId { get; init; }

    /// <summary>
    /// Lists every event with this reason instead of trades, e.g. <see cref="ExecReason.SelfTradePrevention"/>; null for trades.
    /// </summary>
    public ExecReason? Reason { get; init; }

    /// <summary>
    /// Only executions before this time. To read page by page use <see cref="AccountsClient.ReadExecutionsAsync"/>: many executions may
    /// share one time.
    /// </summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Maximum number of items, or the page size when reading page by page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
