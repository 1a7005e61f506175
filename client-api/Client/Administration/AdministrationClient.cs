namespace Rtx.Client;

/// <summary>Administrator operations.</summary>
public sealed class AdministrationClient
{
    private const string Root = "api/v1/administration";

    private readonly RestConnection _rest;

    internal AdministrationClient(RestConnection rest) => _rest = rest;

    /// <summary>Creates a user; <see cref="RtxErrorCodes.AlreadyExists"/> when the name is taken.</summary>
    public Task<User> CreateUserAsync(CreateUserRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<CreateUserRequest, User>(HttpMethod.Post, $"{Root}/users", request, cancellationToken);

    /// <summary>Finds a user by name; <see cref="RtxErrorCodes.UnknownUser"/> when there is none.</summary>
    public Task<User> GetUserAsync(string userName, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<User>($"{Root}/users/{PathText.Of(userName, nameof(userName))}", cancellationToken);

    /// <summary>The providers that a user may send ticks for.</summary>
    public Task<ProviderGrant> GetProvidersAsync(string userName, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<ProviderGrant>($"{Root}/users/{Uri.EscapeDataString(userName)}/providers", cancellationToken);

    /// <summary>Replaces the providers that a user may send ticks for; takes effect within two seconds.</summary>
    public Task<ProviderGrant> SetProvidersAsync(string userName, ProviderGrant grant, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<ProviderGrant, ProviderGrant>(
            HttpMethod.Put, $"{Root}/users/{Uri.EscapeDataString(userName)}/providers", grant, cancellationToken);

    /// <summary>Creates an account; <see cref="RtxErrorCodes.UnknownUser"/> when the owner does not exist.</summary>
    public Task<Account> CreateAccountAsync(CreateAccountRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<CreateAccountRequest, Account>(HttpMethod.Post, $"{Root}/accounts", request, cancellationToken);

    /// <summary>Creates an instrument; <see cref="RtxErrorCodes.AlreadyExists"/> when the symbol or the number is taken.</summary>
    public Task<Instrument> CreateInstrumentAsync(CreateInstrumentRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<CreateInstrumentRequest, Instrument>(HttpMethod.Post, $"{Root}/instruments", request, cancellationToken);

    /// <summary>Books money in (positive) or out (negative). Idempotent by reference.</summary>
    public Task<MoveFundsReply> MoveFundsAsync(long accountId, MoveFundsRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<MoveFundsRequest, MoveFundsReply>(
            HttpMethod.Post, $"{Root}/accounts/{accountId}/funds", request, cancellationToken);

    /// <summary>Books money in. Idempotent by reference.</summary>
    public Task<MoveFundsReply> DepositAsync(
        long accountId, decimal amount, string currency, string reference, CancellationToken cancellationToken = default) =>
        MoveFundsAsync(accountId, new MoveFundsRequest { Amount = amount, Currency = currency, Reference = reference }, cancellationToken);

    /// <summary>
    /// Halts an instrument, or ends the halt with <see cref="TradingState.Continuous"/>; without a schedule sets any state. When it
    /// returns, the state is durable and the book has it.
    /// </summary>
    public Task<InstrumentStatus> SetTradingStateAsync(string symbol, TradingState state, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<SetTradingStateRequest, InstrumentStatus>(
            HttpMethod.Put, $"{Root}/instruments/{PathText.Of(symbol, nameof(symbol))}/trading-state",
            new SetTradingStateRequest { State = state }, cancellationToken);

    /// <summary>Sets the middle of the static price band, until the next auction sets another.</summary>
    public Task<InstrumentStatus> SetReferencePriceAsync(string symbol, decimal price, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<SetReferencePriceRequest, InstrumentStatus>(
            HttpMethod.Put, $"{Root}/instruments/{PathText.Of(symbol, nameof(symbol))}/reference-price",
            new SetReferencePriceRequest { Price = price }, cancellationToken);

    /// <summary>Replaces the schedule of an instrument, or lets it trade round the clock when null; takes effect immediately.</summary>
    public Task<InstrumentSchedule> SetScheduleAsync(
        string symbol, TradingSchedule? schedule, CancellationToken cancellationToken = default)
    {
        var path = $"api/v1/instruments/{PathText.Of(symbol, nameof(symbol))}/schedule";
        return schedule is null
            ? _rest.DeleteAsync<InstrumentSchedule>(path, cancellationToken)
            : _rest.SendAsync<TradingSchedule, InstrumentSchedule>(HttpMethod.Put, path, schedule, cancellationToken);
    }

    /// <summary>Ticks that the gateway quarantined, newest first.</summary>
    /// <param name="before">Only those before this <see cref="QuarantinedTick.Id"/>; null starts at the newest.</param>
    /// <param name="limit">Maximum number of items, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<QuarantinedTick>> GetQuarantinedTicksAsync(
        string? before = null, int limit = 100, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<QuarantinedTick>>(
            new QueryText($"{Root}/quarantined-ticks").Add("before", before).Add("limit", limit).ToString(), cancellationToken);

    /// <summary>
    /// Batches of ticks that were accepted but could not be stored, newest first; at most <paramref name="limit"/>, 1 to 1,000.
    /// </summary>
    public Task<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(int limit = 100, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<DeadLetter>>($"{Root}/dead-letters?limit={limit}", cancellationToken);

    /// <summary>
    /// Stores the missing ticks of such a batch and removes it from the list; <see cref="RtxErrorCodes.UnreadableDeadLetter"/> when it
    /// cannot be read.
    /// </summary>
    public Task<RestoredTicks> RetryDeadLetterAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _rest.PostAsync<RestoredTicks>($"{Root}/dead-letters/{PathText.Of(id, nameof(id))}/retry", cancellationToken);
    }

    /// <summary>Sets where the mark price of an instrument comes from; null follows the book. Takes effect with the next price.</summary>
    public Task<MarkRules> SetMarkRulesAsync(string symbol, MarkRules? rules, CancellationToken cancellationToken = default)
    {
        var path = $"api/v1/instruments/{PathText.Of(symbol, nameof(symbol))}/mark-rules";
        return rules is null
            ? _rest.DeleteAsync<MarkRules>(path, cancellationToken)
            : _rest.SendAsync<MarkRules, MarkRules>(HttpMethod.Put, path, rules, cancellationToken);
    }

    /// <summary>
    /// Compares a running book with the database: live state, <c>orders</c> and <c>order_events</c>. Replays all events of the book, so it
    /// may take minutes.
    /// </summary>
    public Task<Verification> VerifyBookAsync(string symbol, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<Verification>($"{Root}/verification/books/{PathText.Of(symbol, nameof(symbol))}", cancellationToken);

    /// <summary>
    /// Compares a running account with the database: live state, tables, and the totals of deposits and events. May take minutes.
    /// </summary>
    public Task<Verification> VerifyAccountAsync(long accountId, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<Verification>($"{Root}/verification/accounts/{accountId}", cancellationToken);

    /// <summary>Events that books have committed and accounts have not settled yet.</summary>
    /// <param name="limit">Maximum number of pairs, oldest first, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<SettlementLag> GetSettlementLagAsync(int limit = 20, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<SettlementLag>(new QueryText($"{Root}/verification/settlement").Add("limit", limit).ToString(), cancellationToken);

    /// <summary>Counts violations of the databases' invariants; may take minutes.</summary>
    public Task<IReadOnlyList<InvariantResult>> CheckInvariantsAsync(CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<InvariantResult>>($"{Root}/invariants", cancellationToken);
}
