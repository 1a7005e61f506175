using System.Collections.Concurrent;
using System.Collections.Frozen;
using Rtx.Gateway.Errors;
using Rtx.Model;

namespace Rtx.Gateway.Access;

/// <summary>
/// Decides for which providers a caller may send ticks: granted ones, or all with <see cref="Permissions.ImportTicks"/>. Each batch is
/// checked; a revoked grant takes effect after <see cref="MaxAge"/>. While no silo can be reached, the last answer stays valid for
/// <see cref="MaxSilence"/>.
/// </summary>
public sealed class ProviderAccess(IGrainFactory grains, TimeProvider time)
{
    /// <summary>Maximum age of an answer.</summary>
    internal static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Maximum age of an answer while no newer one can be read: ticks continue for this long without the trading database.
    /// </summary>
    internal static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(30);

    /// <summary>Maximum number of users remembered; beyond it all are forgotten, which costs one query each.</summary>
    private const int MaxUsers = 10_000;

    private readonly ConcurrentDictionary<UserId, Known> _known = new();

    /// <summary>Null when the caller may send ticks for the provider of every tick.</summary>
    public async ValueTask<ApiError?> Check(Caller caller, IReadOnlyList<Tick> ticks, CancellationToken cancellationToken)
    {
        if (caller.May(Permissions.ImportTicks) || await GrantOf(caller.UserId, cancellationToken) is not { } granted) return null;
        foreach (var tick in ticks)
        {
            if (!granted.Contains(tick.ProviderId))
                return new ApiError(Client.RtxErrorCodes.ProviderNotGranted, 403, $"You may not speak for provider {tick.ProviderId}.");
        }

        return null;
    }

    /// <summary>Null for every provider.</summary>
    private async ValueTask<FrozenSet<short>?> GrantOf(UserId user, CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        if (_known.TryGetValue(user, out var known) && time.GetElapsedTime(known.AskedAt, askedAt) < MaxAge) return known.Granted;
        try
        {
            var grant = await grains.GetGrain<IUsersGrain>(0).GetProviders(user, cancellationToken);
            if (_known.Count >= MaxUsers) _known.Clear();
            return (_known[user] = new Known(grant.ProviderIds?.ToFrozenSet(), askedAt)).Granted;
        }
        catch (Exception exception) when (
            exception is not OperationCanceledException && known is not null && time.GetElapsedTime(known.AskedAt) < MaxSilence)
        {
            return known.Granted;
        }
    }

    private sealed record Known(FrozenSet<short>? Granted, long AskedAt);
}
