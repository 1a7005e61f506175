namespace Rtx.Contracts;

/// <summary>
/// Places of a process that users share. Who holds some gets no more than would leave <paramref name="freeForEachHeld"/> times as many free as he holds: there is always room for
/// whoever comes next. Nor does a crowd that has filled them keep out who then holds no more than <see cref="Few"/>: he is let in beyond them. Safe for concurrent use.
/// </summary>
/// <param name="freeForEachHeld">Places that must stay free for each that a user holds; 0 when one user may have all.</param>
/// <param name="mostForFew">All that may be taken, those beyond included; 0 when nobody is let in beyond.</param>
/// <param name="needsRoomForAll">Whether a request finds room for all its places, or else for the first.</param>
public sealed class Places(int freeForEachHeld, int mostForFew, bool needsRoomForAll = true)
{
    /// <summary>As many are nobody's flood.</summary>
    public const int Few = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<UserId, int> _held = [];
    private int _taken;

    /// <summary>How many are taken.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes places; false when there are too few for the user.</summary>
    /// <param name="user">Whose they are until <see cref="Leave"/>.</param>
    /// <param name="places">How many.</param>
    /// <param name="count">How many there are at the moment.</param>
    /// <param name="held">How many the user held before.</param>
    public bool TryEnter(UserId user, int places, int count, out int held)
    {
        var needed = needsRoomForAll ? places : 1;
        lock (_lock)
        {
            held = _held.GetValueOrDefault(user);
            var free = count - _taken;
            var fits = needed <= free && (held == 0 || (held + needed) * (long)freeForEachHeld <= free - needed);
            if (!fits && (held + places > Few || needed > mostForFew - _taken)) return false;
            _held[user] = held + places;
            _taken += places;
            return true;
        }
    }

    /// <summary>Gives places back.</summary>
    public void Leave(UserId user, int places)
    {
        lock (_lock)
        {
            _taken -= places;
            if ((_held[user] -= places) == 0) _held.Remove(user);
        }
    }
}
