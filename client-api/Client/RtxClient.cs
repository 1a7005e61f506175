namespace Rtx.Client;

/// <summary>
/// The entry point to an RTX server: log in, trade through <see cref="Orders"/>, read through <see cref="Accounts"/> and
/// <see cref="Instruments"/>, and follow live data through <see cref="CreateStream"/>. Safe for concurrent use. Every method throws
/// <see cref="RtxException"/> when the server refuses and <see cref="HttpRequestException"/> when it cannot be reached; an order whose
/// answer is lost has an unknown outcome and must be looked up by client order id.
/// </summary>
public sealed class RtxClient : IDisposable
{
    // Verifications take longest; callers set shorter limits with their cancellation tokens.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(6);

    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly RestConnection _rest;

    /// <summary>Connects to a server.</summary>
    /// <param name="address">The server's root, e.g. <c>http://localhost:8080</c>.</param>
    public RtxClient(Uri address)
        : this(new HttpClient { BaseAddress = address, Timeout = RequestTimeout }) => _ownsHttp = true;

    /// <summary>Uses an HTTP client that the caller owns, e.g. from a factory; its base address is the server's root.</summary>
    public RtxClient(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http;
        _rest = new RestConnection(http);
        Orders = new OrdersClient(_rest);
        Accounts = new AccountsClient(_rest);
        Instruments = new InstrumentsClient(_rest);
        Ticks = new TicksClient(_rest);
        Administration = new AdministrationClient(_rest);
    }

    /// <summary>Place, amend, cancel and look up orders.</summary>
    public OrdersClient Orders { get; }

    /// <summary>Balances, positions, ledger and executions.</summary>
    public AccountsClient Accounts { get; }

    /// <summary>Instruments and market data.</summary>
    public InstrumentsClient Instruments { get; }

    /// <summary>Sending ticks; needs the role feed or administrator.</summary>
    public TicksClient Ticks { get; }

    /// <summary>Users, accounts, instruments, funds; needs the role administrator.</summary>
    public AdministrationClient Administration { get; }

    /// <summary>The token that requests carry; null before login. Set it to reuse a saved token.</summary>
    public string? AccessToken
    {
        get => _rest.AccessToken;
        set => _rest.AccessToken = value;
    }

    /// <summary>Logs in; later requests and streams carry the token.</summary>
    public async Task<Session> LoginAsync(string userName, string password, CancellationToken cancellationToken = default)
    {
        var request = new LoginRequest { UserName = userName, Password = password };
        var session = await _rest.SendAsync<LoginRequest, Session>(HttpMethod.Post, "api/v1/sessions", request, cancellationToken);
        AccessToken = session.AccessToken;
        return session;
    }

    /// <summary>
    /// Creates a ticket for one hub connection by a client that cannot send headers, such as a browser. <see cref="CreateStream"/> needs
    /// none: it sends the token in the header.
    /// </summary>
    public Task<HubTicket> CreateHubTicketAsync(CancellationToken cancellationToken = default) =>
        _rest.PostAsync<HubTicket>("api/v1/hub-tickets", cancellationToken);

    /// <summary>Creates a separate live connection, not yet started; the caller disposes it.</summary>
    /// <param name="options">Protocol and limits; null for MessagePack and the defaults.</param>
    public RtxStream CreateStream(RtxStreamOptions? options = null) =>
        new(new Uri(_rest.BaseAddress, "hubs/trading"), () => Task.FromResult(AccessToken), options ?? new RtxStreamOptions());

    /// <summary>Closes the HTTP client if this client created it. Streams stay open.</summary>
    public void Dispose()
    {
        if (_ownsHttp) _http.Dispose();
    }
}
