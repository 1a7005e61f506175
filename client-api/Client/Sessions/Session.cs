using System.Text.Json.Serialization;

namespace Rtx.Client;

/// <summary>Name and password.</summary>
public sealed record LoginRequest
{
    /// <summary>The user's name; upper and lower case are the same.</summary>
    public required string UserName { get; init; }

    /// <summary>The password.</summary>
    public required string Password { get; init; }
}

/// <summary>A login. Send <see cref="AccessToken"/> as bearer token until it expires, then log in again.</summary>
public sealed record Session
{
    /// <summary>Signed token for the <c>Authorization: Bearer</c> header.</summary>
    public required string AccessToken { get; init; }

    /// <summary>From when on the token is refused.</summary>
    [JsonConverter(typeof(WireTimeConverter))]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who logged in.</summary>
    public required User User { get; init; }
}

/// <summary>
/// Opens one connection to the hub where the token cannot go into a header, as in browsers: it goes into the address instead (<c>access_token</c>), which proxies write into
/// their logs, so it is of use once and for a moment.
/// </summary>
public sealed record HubTicket
{
    /// <summary>What to connect with.</summary>
    public required string Ticket { get; init; }

    /// <summary>From when on it is refused.</summary>
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

    /// <summary>What the user may do.</summary>
    public required UserRole Role { get; init; }
}

/// <summary>What a user may do.</summary>
[JsonConverter(typeof(WireEnumConverter<UserRole>))]
public enum UserRole
{
    /// <summary>Trade own accounts.</summary>
    Trader = 1,

    /// <summary>Send ticks, besides trading own accounts.</summary>
    Feed = 2,

    /// <summary>Create users, accounts and instruments, move funds, halt trading; see every account.</summary>
    Administrator = 3,
}
