using System.Collections.Concurrent;
using Rtx.Gateway.Diagnostics;
using Rtx.Gateway.Reads;
using Rtx.Model;

namespace Rtx.Gateway.Access;

/// <summary>
/// What the users who are about may do now. They are asked for together, once a second, so that no request waits for it and their number costs nothing; hub connections of a
/// user who has lost something are closed. While nobody can be asked the last answer counts: nobody can change anything either.
/// </summary>
public sealed class RightsWatch(IGrainFactory grains, IUserConnections connections, TimeProvider time, ILogger<RightsWatch> logger) : BackgroundService
{
    /// <summary>How old an answer may be while there are newer ones.</summary>
    internal static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(3);

    private const int UsersOfQuestion = 1_000;

    /// <summary>Users remembered; more than these forget everybody, which costs one question each.</summary>
    private const int MaxUsers = 20_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1_500);
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<UserId, Entry> _known = new();
    private volatile bool _isSilent;

    /// <summary>What the user may do now.</summary>
    public async ValueTask<CallerRights> Find(UserId user, CancellationToken cancellationToken)
    {
        var entry = EntryOf(user);
        if (entry.Read.Last is { } known && (_isSilent || time.GetElapsedTime(entry.Read.LastReadAt!.Value) <= MaxAge)) return known;
        return await entry.Read.ReadAgain(cancellationToken);
    }

    /// <summary>The same, as it is after this call; at most once a second, so it may wait as long.</summary>
    public Task<CallerRights> FindAgain(UserId user, CancellationToken cancellationToken) => EntryOf(user).Read.ReadAgain(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryRefresh(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The process ends.
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
            // Whatever it was, the next round asks again; without rounds nobody would lose a right any more.
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
            // What connections were opened with is the first answer, also when another one has come on a request's behalf meanwhile.
            var before = entry.Told ?? rights;
            entry.Told = rights;
            entry.Read.Put(rights, readAt);
            if (rights.HasLost(before)) connections.Close(user);
        }
    }

    private Task<IReadOnlyList<UserRights>> Ask(IReadOnlyList<UserId> users, CancellationToken cancellationToken) =>
        grains.GetGrain<IUsersGrain>(0).GetRights(users, cancellationToken);

    // Who listens is about, too.
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
            // What is forgotten may still be in use by a request, so it is left to the garbage collector.
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

        /// <summary>What the user's connections know: the first answer, then the newest one of each round.</summary>
        public CallerRights? Told { get; set; }

        public long LastUsedAt { get; set; }
    }
}
