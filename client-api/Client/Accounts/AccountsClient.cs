using System.Runtime.CompilerServices;

namespace Rtx.Client;

/// <summary>Accounts: own ones, or all for an administrator.</summary>
public sealed class AccountsClient
{
    private readonly RestConnection _rest;

    internal AccountsClient(RestConnection rest) => _rest = rest;

    /// <summary>The accounts that the user may see, by id.</summary>
    public Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<Account>>("api/v1/accounts", cancellationToken);

    /// <summary>Balances, positions and open orders at one moment.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="maxAge">How old that moment may be, up to a minute; null for now. An older picture costs the trading system nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<AccountSummary> GetSummaryAsync(long accountId, TimeSpan? maxAge = null, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<AccountSummary>($"api/v1/accounts/{accountId}", maxAge, cancellationToken);

    /// <summary>Open margined positions.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="maxAge">How old the picture may be, up to 30 seconds; null for now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<Position>> GetPositionsAsync(long accountId, TimeSpan? maxAge = null, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<Position>>($"api/v1/accounts/{accountId}/positions", maxAge, cancellationToken);

    /// <summary>Ledger transactions, newest first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="beforeSequence">Only transactions before this one; null starts at the newest.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<LedgerTransaction>> GetLedgerAsync(
        long accountId, long? beforeSequence = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        var path = new QueryText($"api/v1/accounts/{accountId}/ledger").Add("beforeSequence", beforeSequence).Add("limit", limit);
        return _rest.GetAsync<IReadOnlyList<LedgerTransaction>>(path.ToString(), cancellationToken);
    }

    /// <summary>Calls for margin and stop-outs, newest first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="beforeSequence">Only events before this one; null starts at the newest.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<MarginEvent>> GetMarginEventsAsync(
        long accountId, long? beforeSequence = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        var path = new QueryText($"api/v1/accounts/{accountId}/margin-events").Add("beforeSequence", beforeSequence).Add("limit", limit);
        return _rest.GetAsync<IReadOnlyList<MarginEvent>>(path.ToString(), cancellationToken);
    }

    /// <summary>Trades of the account, or what happened to its orders for one reason; newest first, at most a page of them.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="filter">Which; null for the newest of all instruments.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<ExecutionReport>> GetExecutionsAsync(
        long accountId, ExecutionFilter? filter = null, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<ExecutionReport>>(ExecutionsPath(accountId, filter ?? new ExecutionFilter()), cancellationToken);

    /// <summary>
    /// All trades of the account, or all that happened to its orders for one reason; newest first, read in pages of <see cref="ExecutionFilter.Limit"/>. None is missing or read
    /// twice, however many are of one instant.
    /// </summary>
    public IAsyncEnumerable<ExecutionReport> ReadExecutionsAsync(long accountId, ExecutionFilter? filter = null, CancellationToken cancellationToken = default) =>
        _rest.ReadPagesAsync<ExecutionReport>(ExecutionsPath(accountId, filter ?? new ExecutionFilter { Limit = QueryText.LargestPage }), cancellationToken);

    /// <summary>The account's last execution of each instrument that has one, and the histories of its book.</summary>
    public Task<IReadOnlyList<LastExecution>> GetLastExecutionsAsync(long accountId, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<LastExecution>>($"{ExecutionsPath(accountId)}/last", cancellationToken);

    /// <summary>
    /// Everything that <see cref="RtxStream.SubscribeExecutionsAsync"/> told or would have told after what is known: instrument by
    /// instrument, in each in its order. An execution is one by its instrument and <see cref="ExecutionReport.Sequence"/>. What is known
    /// may be lost by a failover (<see cref="LastExecution.Histories"/>): <see cref="LocalExecutions"/> takes care of all that.
    /// </summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="known">By symbol, the sequence up to which all is known; of an instrument that is missing here nothing is.</param>
    /// <param name="cancellationToken">Gives up.</param>
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
    /// <summary>Of one instrument; of all for null.</summary>
    public string? Symbol { get; init; }

    /// <summary>Of one order; of all for null.</summary>
    public long? OrderId { get; init; }

    /// <summary>Instead of trades all that happened for this reason, e.g. <see cref="ExecReason.SelfTradePrevention"/>; null for trades.</summary>
    public ExecReason? Reason { get; init; }

    /// <summary>Only executions before this time. To read page by page use <see cref="AccountsClient.ReadExecutionsAsync"/>: many executions may have one time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>At most so many, or so many in a page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
