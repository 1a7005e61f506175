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
/// Single-use tickets that open one hub connection each. A browser can't send headers with a web socket, and an address ends up in the logs
/// of proxies: a token there would be as good as the password for hours. Redis keeps the claims of a ticket, so any process can redeem it,
/// once; it stores a hash of the ticket, and no token.
/// </summary>
internal sealed class HubTickets(IConnectionMultiplexer redis, IOptions<ClusterSettings> cluster, AccessTokens tokens, TimeProvider time)
{
    /// <summary>Query parameter of the ticket: the name that SignalR's clients use.</summary>
    public const string QueryParameter = "access_token";

    private const int TicketBytes = 32;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    // Claims that every token gets anyway.
    private static readonly string[] ClaimsOfToken =
        [
            JwtRegisteredClaimNames.Iss, JwtRegisteredClaimNames.Aud, JwtRegisteredClaimNames.Exp, JwtRegisteredClaimNames.Nbf,
            JwtRegisteredClaimNames.Iat];

    /// <summary>
    /// Issues a ticket for the user of a request; the connection ends when the user's token expires. Null when Redis does not answer.
    /// </summary>
    public async Task<Client.HubTicket?> IssueAsync(ClaimsPrincipal user)
    {
        var ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TicketBytes));
        var claims = user.Claims.Where(claim => !ClaimsOfToken.Contains(claim.Type))
            .DistinctBy(claim => claim.Type)
            .ToDictionary(claim => claim.Type, claim => claim.Value);
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

    /// <summary>
    /// Returns a token for the ticket's user; null when the ticket is invalid, used or expired. Also null for a token, which must not be in
    /// an address.
    /// </summary>
    public async Task<string?> RedeemAsync(string ticket)
    {
        if (ticket.Length != Base64Url.GetEncodedLength(TicketBytes)) return null;
        try
        {
            if ((string?)await redis.GetDatabase().StringGetDeleteAsync(KeyOf(ticket)) is not { } text
                || JsonSerializer.Deserialize<Entry>(text) is not { } entry)
                return null;
            var expires = DateTimeOffset.FromUnixTimeSeconds(entry.Expires);
            var now = time.GetUtcNow();
            return now < expires
                ? tokens.Issue(entry.Claims.ToDictionary(claim => claim.Key, object (claim) => claim.Value), now, expires)
                : null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Without Redis there would be no live data either; the client tries again.
            return null;
        }
    }

    private RedisKey KeyOf(string ticket) =>
        $"{cluster.Value.ServiceId}/hub-tickets/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)))}";

    /// <summary>The value stored in Redis.</summary>
    /// <param name="Claims">Claims of the user.</param>
    /// <param name="Expires">When the user's token expires, in seconds since 1970.</param>
    private sealed record Entry(Dictionary<string, string> Claims, long Expires);
}
