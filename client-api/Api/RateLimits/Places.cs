using Rtx.Model;

namespace Rtx.ClientApi.RateLimits;

/// <summary>
/// A number of places that users share. Who holds some gets no more than would leave <paramref name="freeForEachHeld"/> times as many free as he holds: there is always room for
/// whoever comes next, with one request of any size.
/// </summary>
/// <param name="count">All of them.</param>
/// <param name="freeForEachHeld">Places that must stay free for each that a user holds.</param>
/// <param name="more">Places beyond those, for users who then hold no more than <see cref="Few"/>: a crowd of greedy ones can fill the others.</param>
internal sealed class Places(int count, int freeForEachHeld, int more = 0)
{
    /// <summary>As many are nobody's flood.</summary>
    public const int Few = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<UserId, int> _held = [];
    private int _free = count;

    /// <summary>Takes places; false when there are too few for the user. Says how many the user held before.</summary>
    public bool TryEnter(UserId user, int places, out int held)
    {
        lock (_lock)
        {
            held = _held.GetValueOrDefault(user);
            var fits = places <= _free && (held == 0 || (held + places) * (long)freeForEachHeld <= _free - places);
            if (!fits && (more == 0 || held + places > Few || places > _free + more)) return false;
            _held[user] = held + places;
            _free -= places;
            return true;
        }
    }

    public void Leave(UserId user, int places)
    {
        lock (_lock)
        {
            _free += places;
            if ((_held[user] -= places) == 0) _held.Remove(user);
        }
    }
}
