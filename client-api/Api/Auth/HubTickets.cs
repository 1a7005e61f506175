using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Rtx.Hosting.Clustering;
using StackExchange.Redis;

namespace Rtx.ClientApi.Auth;

/// <summary>
/// Tickets that open one hub connection each. A browser can't send headers with a web socket, and what stands in its address ends in the logs of proxies: a token there would be as
/// good as the password for hours. Redis keeps what a ticket stands for, so any process redeems it, and only one; it keeps a hash in place of the ticket, and no token.
/// </summary>
internal sealed class HubTickets(IConnectionMultiplexer redis, IOptions<ClusterSettings> cluster, AccessTokens tokens, TimeProvider time)
{
    /// <summary>Where the ticket stands in the address: what SignalR's clients call it.</summary>
    public const string QueryParameter = "access_token";

    private const int TicketBytes = 32;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    // A token says these of itself.
    private static readonly string[] ClaimsOfToken =
        [JwtRegisteredClaimNames.Iss, JwtRegisteredClaimNames.Aud, JwtRegisteredClaimNames.Exp, JwtRegisteredClaimNames.Nbf, JwtRegisteredClaimNames.Iat];

    /// <summary>A ticket for the user of a request; the connection ends when the user's token does. Null when Redis does not answer.</summary>
    public async Task<Client.HubTicket?> IssueAsync(ClaimsPrincipal user)
    {
        var ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TicketBytes));
        var claims = user.Claims.Where(claim => !ClaimsOfToken.Contains(claim.Type)).DistinctBy(claim => claim.Type).ToDictionary(claim => claim.Type, claim => claim.Value);
        var entry = new Entry(claims, long.Parse(user.FindFirstValue(JwtRegisteredClaimNames.Exp)!, CultureInfo.InvariantCulture));
        try
        {
            await redis.GetDatabase().StringSetAsync(KeyOf(ticket), JsonSerializer.Serialize(entry), Lifetime);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }

        return new Client.HubTicket { Ticket = ticket, ExpiresAt = time.GetUtcNow() + Lifetime };
    }

    /// <summary>A token for whoever the ticket was made for; null when it is none, was used before, or is too old. Also null for a token, which has no business in an address.</summary>
    public async Task<string?> RedeemAsync(string ticket)
    {
        if (ticket.Length != Base64Url.GetEncodedLength(TicketBytes)) return null;
        try
        {
            if ((string?)await redis.GetDatabase().StringGetDeleteAsync(KeyOf(ticket)) is not { } text || JsonSerializer.Deserialize<Entry>(text) is not { } entry) return null;
            var expires = DateTimeOffset.FromUnixTimeSeconds(entry.Expires);
            var now = time.GetUtcNow();
            return now < expires ? tokens.Issue(entry.Claims.ToDictionary(claim => claim.Key, object (claim) => claim.Value), now, expires) : null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // There would be no live data either; the client tries again.
            return null;
        }
    }

    private RedisKey KeyOf(string ticket) => $"{cluster.Value.ServiceId}/hub-tickets/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)))}";

    /// <summary>What Redis keeps.</summary>
    /// <param name="Claims">Who the user is.</param>
    /// <param name="Expires">When the user's token ends, in seconds since 1970.</param>
    private sealed record Entry(Dictionary<string, string> Claims, long Expires);
}
