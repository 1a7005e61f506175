namespace Rtx.Client;

/// <summary>What administrators do.</summary>
public sealed class AdministrationClient
{
    private const string Root = "api/v1/administration";

    private readonly RestConnection _rest;

    internal AdministrationClient(RestConnection rest) => _rest = rest;

    /// <summary>Makes a user; <see cref="RtxErrorCodes.AlreadyExists"/> when the name is taken.</summary>
    public Task<User> CreateUserAsync(CreateUserRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<CreateUserRequest, User>(HttpMethod.Post, $"{Root}/users", request, cancellationToken);

    /// <summary>The user of a name; <see cref="RtxErrorCodes.UnknownUser"/> when there is none.</summary>
    public Task<User> GetUserAsync(string userName, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<User>($"{Root}/users/{Uri.EscapeDataString(userName)}", cancellationToken);

    /// <summary>Makes an account; <see cref="RtxErrorCodes.UnknownUser"/> when the owner does not exist.</summary>
    public Task<Account> CreateAccountAsync(CreateAccountRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<CreateAccountRequest, Account>(HttpMethod.Post, $"{Root}/accounts", request, cancellationToken);

    /// <summary>Makes an instrument; <see cref="RtxErrorCodes.AlreadyExists"/> when the symbol or the number is taken.</summary>
    public Task<Instrument> CreateInstrumentAsync(CreateInstrumentRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<CreateInstrumentRequest, Instrument>(HttpMethod.Post, $"{Root}/instruments", request, cancellationToken);

    /// <summary>Books money in (plus) or out (minus). The same reference moves money once.</summary>
    public Task<MoveFundsReply> MoveFundsAsync(long accountId, MoveFundsRequest request, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<MoveFundsRequest, MoveFundsReply>(HttpMethod.Post, $"{Root}/accounts/{accountId}/funds", request, cancellationToken);

    /// <summary>Books money in. The same reference moves money once.</summary>
    public Task<MoveFundsReply> DepositAsync(long accountId, decimal amount, string currency, string reference, CancellationToken cancellationToken = default) =>
        MoveFundsAsync(accountId, new MoveFundsRequest { Amount = amount, Currency = currency, Reference = reference }, cancellationToken);

    /// <summary>Halts or continues trading; durable when it returns.</summary>
    public Task<InstrumentStatus> SetTradingStateAsync(string symbol, TradingState state, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<SetTradingStateRequest, InstrumentStatus>(
            HttpMethod.Put, $"{Root}/instruments/{Uri.EscapeDataString(symbol)}/trading-state", new SetTradingStateRequest { State = state }, cancellationToken);

    /// <summary>Counts what breaks the databases' invariants; may take minutes.</summary>
    public Task<IReadOnlyList<InvariantResult>> CheckInvariantsAsync(CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<InvariantResult>>($"{Root}/invariants", cancellationToken);
}
