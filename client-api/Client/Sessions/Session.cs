using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Name and password.</summary>
public sealed record LoginRequest
{
    /// <summary>The user's name; case-insensitive.</summary>
    public required string UserName { get; init; }

    /// <summary>The password.</summary>
    public required string Password { get; init; }
}

/// <summary>A login. Send <see cref="AccessToken"/> as the bearer token until it expires, then log in again.</summary>
public sealed record Session
{
    /// <summary>Signed token for the <c>Authorization: Bearer</c> header.</summary>
    public required string AccessToken { get; init; }

    /// <summary>When the token expires.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The user who logged in.</summary>
    public required User User { get; init; }
}

/// <summary>
/// Opens one hub connection for a client that cannot send a token in a header, such as a browser. The ticket goes into the address instead
/// (<c>access_token</c>), which proxies write to their logs, so it works only once and expires quickly.
/// </summary>
public sealed record HubTicket
{
    /// <summary>The ticket.</summary>
    public required string Ticket { get; init; }

    /// <summary>When the ticket expires.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A person or program that logs in.</summary>
public sealed record User
{
    /// <summary>The user's number.</summary>
    public required long UserId { get; init; }

    /// <summary>Unique name, lower case.</summary>
    public required string UserName { get; init; }

    /// <summary>The user's role.</summary>
    public required UserRole Role { get; init; }
}

/// <summary>What a user may do.</summary>
[JsonConverter(typeof(WireEnumConverter<UserRole>))]
public enum UserRole
{
    /// <summary>Trade own accounts.</summary>
    Trader = 1,

    /// <summary>Send ticks, in addition to trading own accounts.</summary>
    Feed = 2,

    /// <summary>Create users, accounts and instruments, move funds, halt trading; see every account.</summary>
    Administrator = 3,
}
