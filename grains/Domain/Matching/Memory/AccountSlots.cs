using System.Runtime.InteropServices;
using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>What a book knows of an account.</summary>
internal struct AccountSlot
{
    internal AccountId AccountId;

    /// <summary>The account's position in lots: positive is long, negative is short; 0 in a spot instrument.</summary>
    internal long Position;

    /// <summary>Open orders; only counted where they are limited.</summary>
    internal int OpenOrders;

    /// <summary>Lots of a side that would reduce the position.</summary>
    internal readonly long Reducible(Side side) => side == Side.Sell ? Math.Max(Position, 0) : Math.Max(-Position, 0);
}

/// <summary>What a book keeps per account: positions, or the number of open orders.</summary>
internal sealed class AccountSlots
{
    private const int InitialAccounts = 8;
    private const int RecentAccounts = 1 << 10;

    private readonly Dictionary<long, int> _numbers = [];

    // A cache of recently used accounts, by the low bits of their id.
    private readonly int[] _recent = new int[RecentAccounts];
    private AccountSlot[] _slots = new AccountSlot[InitialAccounts];
    private int _count = 1;

    /// <summary>The account's slot, created if missing; the reference is valid until the next slot is created.</summary>
    internal ref AccountSlot this[AccountId account]
    {
        get
        {
            ref var recent = ref _recent[unchecked((int)account.Value) & (RecentAccounts - 1)];
            if (_slots[recent].AccountId != account) recent = FindOrAdd(account);
            return ref _slots[recent];
        }
    }

    /// <summary>The positions that are not zero, by account.</summary>
    internal IEnumerable<(AccountId Account, long Lots)> Positions =>
        _slots.Take(_count).Where(slot => slot.Position != 0).Select(slot => (slot.AccountId, slot.Position))
            .OrderBy(position => position.AccountId.Value);

    private int FindOrAdd(AccountId account)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, account.Value, out var isKnown);
        if (isKnown) return number;
        if (_count == _slots.Length) Array.Resize(ref _slots, _count * 2);
        _slots[_count].AccountId = account;
        return number = _count++;
    }
}
