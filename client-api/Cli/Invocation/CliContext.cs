using System.CommandLine;
using Rtx.Cli.Output;
using Rtx.Cli.Sessions;

namespace Rtx.Cli.Invocation;

/// <summary>The context of one run of a command.</summary>
internal sealed class CliContext(ParseResult parse, CliOutput output) : IDisposable
{
    private readonly string? _user = parse.GetValue(GlobalOptions.User);
    private readonly string? _password = parse.GetValue(GlobalOptions.Password);
    private RtxClient? _client;
    private User? _loggedIn;

    public Uri Url { get; } = parse.GetRequiredValue(GlobalOptions.Url);

    public CliOutput Output { get; } = output;

    /// <summary>Who is logged in; known after <see cref="ConnectAsync"/>.</summary>
    public User User => _loggedIn ?? throw new InvalidOperationException("Nobody is logged in yet.");

    /// <summary>A logged-in client: with the given credentials, or with the login stored for this server.</summary>
    public async Task<RtxClient> ConnectAsync(CancellationToken cancellationToken)
    {
        _client ??= new RtxClient(Url);
        if (_user is not null) _loggedIn = (await _client.LoginAsync(_user, RequirePassword(), cancellationToken)).User;
        else UseStoredLogin(_client);
        return _client;
    }

    /// <summary>Logs in and stores the login for later commands.</summary>
    public async Task<Session> LoginAsync(string userName, string password, CancellationToken cancellationToken)
    {
        _client ??= new RtxClient(Url);
        var session = await _client.LoginAsync(userName, password, cancellationToken);
        StoredSession.Save(new StoredSession(Url, session.AccessToken, session.ExpiresAt, session.User));
        return session;
    }

    /// <summary>The given account, or the user's first one.</summary>
    public async Task<long> AccountAsync(long? asked, CancellationToken cancellationToken)
    {
        if (asked is { } account) return account;
        var client = _client ?? await ConnectAsync(cancellationToken);
        var own = (await client.Accounts.ListAsync(cancellationToken)).FirstOrDefault(candidate => candidate.OwnerId == User.UserId);
        return own?.AccountId
            ?? throw new CliException(CliException.NoAccount, $"{User.UserName} has no account. Name one with --account.");
    }

    public void Dispose() => _client?.Dispose();

    private string RequirePassword() =>
        _password ?? throw new CliException(CliException.NotLoggedIn, $"--user needs --password or {GlobalOptions.PasswordVariable}.");

    private void UseStoredLogin(RtxClient client)
    {
        var stored = StoredSession.Load();
        if (stored is null || stored.Url != Url || stored.ExpiresAt <= DateTimeOffset.UtcNow)
            throw new CliException(CliException.NotLoggedIn, $"No login is kept for {Url}. Run: rtx login USER --url {Url}");
        client.AccessToken = stored.AccessToken;
        _loggedIn = stored.User;
    }
}
