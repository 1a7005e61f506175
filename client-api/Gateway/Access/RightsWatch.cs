using System.Collections.Concurrent;
using Rtx.Gateway.Diagnostics;
using Rtx.Gateway.Reads;
using Rtx.Model;

namespace Rtx.Gateway.Access;

/// <summary>
/// The current rights of active users. They are read together, once a second, so that no request waits and the cost does not grow with the
/// number of users; hub connections of a user who has lost a right are closed. While no silo can be reached, the last answer stays valid:
/// nobody can change rights either.
/// </summary>
public sealed class RightsWatch(IGrainFactory grains, IUserConnections connections, TimeProvider time, ILogger<RightsWatch> logger)
    : BackgroundService
{
    /// <summary>Maximum age of an answer while newer ones can be read.</summary>
    internal static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(3);

    private const int UsersOfQuestion = 1_000;

    /// <summary>Maximum number of users remembered; beyond it all are forgotten, which costs one query each.</summary>
    private const int MaxUsers = 20_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1_500);
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<UserId, Entry> _known = new();
    private volatile bool _isSilent;

    /// <summary>The current rights of the user.</summary>
    public async ValueTask<CallerRights> Find(UserId user, CancellationToken cancellationToken)
    {
        var entry = EntryOf(user);
        if (entry.Read.Last is { } known && (_isSilent || time.GetElapsedTime(entry.Read.LastReadAt!.Value) <= MaxAge)) return known;
        return await entry.Read.ReadAgain(cancellationToken);
    }

    /// <summary>Like <see cref="Find"/>, but read after this call; at most once a second, so it may wait that long.</summary>
    public Task<CallerRights> FindAgain(UserId user, CancellationToken cancellationToken) =>
        EntryOf(user).Read.ReadAgain(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryRefresh(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The process is shutting down.
        }
    }

    private async Task TryRefresh(CancellationToken cancellationToken)
    {
        try
        {
            Forget();
            foreach (var users in _known.Keys.Chunk(UsersOfQuestion)) await Refresh(users, cancellationToken);
            _isSilent = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the failure, the next round tries again; without rounds nobody would ever lose a right.
            if (!_isSilent) logger.RightsNotLearned(exception);
            _isSilent = true;
        }
    }

    private async Task Refresh(UserId[] users, CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        var answers = (await Ask(users, cancellationToken).WaitAsync(Patience, time, cancellationToken)).ToDictionary(rights => rights.Id);
        foreach (var user in users)
        {
            if (!_known.TryGetValue(user, out var entry)) continue;
            var rights = CallerRights.Of(answers.GetValueOrDefault(user));
            // The first answer counts as what connections were opened with, even when a request has brought a newer one.
            var before = entry.Told ?? rights;
            entry.Told = rights;
            entry.Read.Put(rights, readAt);
            if (rights.HasLost(before)) connections.Close(user);
        }
    }

    private Task<IReadOnlyList<UserRights>> Ask(IReadOnlyList<UserId> users, CancellationToken cancellationToken) =>
        grains.GetGrain<IUsersGrain>(0).GetRights(users, cancellationToken);

    // Users with connections are active, too.
    private void Forget()
    {
        foreach (var user in connections.Users()) EntryOf(user);
        foreach (var (user, entry) in _known)
        {
            if (time.GetElapsedTime(entry.LastUsedAt) > MaxIdle) _known.TryRemove(user, out _);
        }
    }

    private Entry EntryOf(UserId user)
    {
        if (!_known.TryGetValue(user, out var entry))
        {
            // A forgotten entry may still be in use by a request, so the garbage collector disposes of it.
            if (_known.Count >= MaxUsers) _known.Clear();
            entry = _known.GetOrAdd(user, _ => new Entry(this, user, time));
        }

        entry.LastUsedAt = time.GetTimestamp();
        return entry;
    }

    private sealed class Entry
    {
        public Entry(RightsWatch watch, UserId user, TimeProvider time) => Read = new SharedRead<CallerRights>(
            async cancellationToken =>
            {
                var rights = CallerRights.Of(await watch.Ask([user], cancellationToken) is [var found] ? found : null);
                Told ??= rights;
                return rights;
            },
            Interval, time);

        public SharedRead<CallerRights> Read { get; }

        /// <summary>
        /// The rights that the user's connections were last checked against: the first answer, then the newest of each round.
        /// </summary>
        public CallerRights? Told { get; set; }

        public long LastUsedAt { get; set; }
    }
}
