using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Rtx.Hosting.Logins;

/// <summary>
/// Counts failed logins in Redis, for all processes together, so that passwords can't be guessed in bulk: by address, and by user and address. Never by user alone: then whoever
/// knows a name could keep its owner out. A login counts as failed when it begins and is taken back when it was right, so that many at once are no way around. While Redis is
/// away each process counts for itself.
/// </summary>
/// <param name="redis">Where it is counted.</param>
/// <param name="prefix">Of the keys: the service and what is logged in to.</param>
/// <param name="limits">How many may fail.</param>
/// <param name="time">For what the process counts itself.</param>
public sealed class FailedLogins(IConnectionMultiplexer redis, string prefix, FailedLoginLimits limits, TimeProvider time)
{
    /// <summary>How long a failure counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Longer than Redis takes when it is well.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private const int MaxLocal = 100_000;
    private const int PrefixOfSite = 64;

    private readonly ConcurrentDictionary<string, (int Count, long Since)> _local = new();

    /// <summary>Begins a login; null when it may go on, else when to try again.</summary>
    public async Task<TimeSpan?> BeginAsync(IPAddress? address, string user)
    {
        var (ofAddress, ofUser) = KeysOf(address, user);
        // Names are counted only while the address may go on: whoever makes up names must not fill Redis with them.
        return await AddAsync(ofAddress, 1) <= limits.PerAddress && await AddAsync(ofUser, 1) <= limits.PerUserAndAddress ? null : Window;
    }

    /// <summary>The login that was begun was right, or nobody could say.</summary>
    public Task TakeBackAsync(IPAddress? address, string user)
    {
        var (ofAddress, ofUser) = KeysOf(address, user);
        return Task.WhenAll(AddAsync(ofAddress, -1), AddAsync(ofUser, -1));
    }

    /// <summary>What counts as one address: of IPv6 the part that a site is given, because it may choose the rest.</summary>
    public static string SiteOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"{Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, PrefixOfSite / 8))}/{PrefixOfSite}" : address.ToString();
    }

    private (string OfAddress, string OfUser) KeysOf(IPAddress? address, string user)
    {
        var ofAddress = $"{prefix}/failed-logins/{SiteOf(address)}";
        return (ofAddress, $"{ofAddress}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user)))}");
    }

    private async Task<long> AddAsync(string key, int change)
    {
        var local = AddLocally(key, change);
        if (!redis.IsConnected) return local;
        try
        {
            var batch = redis.GetDatabase().CreateBatch();
            var count = batch.StringIncrementAsync(key, change);
            var expiry = batch.KeyExpireAsync(key, Window, ExpireWhen.HasNoExpiry);
            batch.Execute();
            await Task.WhenAll(count, expiry).WaitAsync(Patience);
            return await count;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return local;
        }
    }

    private int AddLocally(string key, int change)
    {
        if (_local.Count >= MaxLocal) _local.Clear();
        var now = time.GetTimestamp();
        return _local.AddOrUpdate(key, _ => (change, now), (_, known) => time.GetElapsedTime(known.Since, now) < Window ? (known.Count + change, known.Since) : (change, now)).Count;
    }
}
