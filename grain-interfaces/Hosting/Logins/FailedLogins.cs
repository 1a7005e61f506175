using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Rtx.Hosting.Logins;

/// <summary>
/// Counts failed logins in Redis, for all processes together, so that passwords can't be guessed in bulk: by address, and by user and
/// address. Never by user alone: anyone who knows a name could then lock its owner out. A login counts as failed when it begins and is
/// taken back when it succeeds, so that parallel logins can't get around the limit. While Redis is unavailable, each process counts on its
/// own.
/// </summary>
/// <param name="redis">The store of the counters.</param>
/// <param name="prefix">Prefix of the keys: the service and the login page.</param>
/// <param name="limits">The limits.</param>
/// <param name="time">The clock for the process's own counters.</param>
public sealed class FailedLogins(IConnectionMultiplexer redis, string prefix, FailedLoginLimits limits, TimeProvider time)
{
    /// <summary>How long a failure counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Longer than a healthy Redis takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private const int MaxLocal = 100_000;
    private const int PrefixOfSite = 64;

    private readonly ConcurrentDictionary<string, (int Count, long Since)> _local = new();

    /// <summary>Begins a login; null when it may proceed, otherwise the time to wait.</summary>
    public async Task<TimeSpan?> BeginAsync(IPAddress? address, string user)
    {
        var (ofAddress, ofUser) = KeysOf(address, user);
        // Names are counted only while the address is below its limit: invented names must not fill Redis.
        return await AddAsync(ofAddress, 1) <= limits.PerAddress && await AddAsync(ofUser, 1) <= limits.PerUserAndAddress ? null : Window;
    }

    /// <summary>The login succeeded, or could not be checked.</summary>
    public Task TakeBackAsync(IPAddress? address, string user)
    {
        var (ofAddress, ofUser) = KeysOf(address, user);
        return Task.WhenAll(AddAsync(ofAddress, -1), AddAsync(ofUser, -1));
    }

    /// <summary>The part of an address that is counted: for IPv6 the prefix assigned to a site, which may choose the rest freely.</summary>
    public static string SiteOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"{Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, PrefixOfSite / 8))}/{PrefixOfSite}"
            : address.ToString();
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
        return _local.AddOrUpdate(
            key,
            _ => (change, now),
            (_, known) => time.GetElapsedTime(known.Since, now) < Window ? (known.Count + change, known.Since) : (change, now)).Count;
    }
}
