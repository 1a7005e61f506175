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

    /// <summary>Trades of the account, or what happened to its orders for one reason; newest first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="filter">Which; null for the newest of all instruments.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<ExecutionReport>> GetExecutionsAsync(
        long accountId, ExecutionFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new ExecutionFilter();
        var path = new QueryText($"api/v1/accounts/{accountId}/executions")
            .Add("symbol", filter.Symbol)
            .Add("orderId", filter.OrderId)
            .Add("reason", filter.Reason is { } reason ? WireEnumText.Of(reason) : null)
            .Add("before", filter.Before)
            .Add("limit", filter.Limit);
        return _rest.GetAsync<IReadOnlyList<ExecutionReport>>(path.ToString(), cancellationToken);
    }
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

    /// <summary>Only executions before: pass the last row's <see cref="ExecutionReport.Time"/> to go on.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>At most so many, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
