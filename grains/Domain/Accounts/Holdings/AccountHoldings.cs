using System.Diagnostics.CodeAnalysis;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>The instruments that an account knows, by id. The last one found is tried first: events and orders come in runs.</summary>
internal sealed class AccountHoldings
{
    private readonly List<InstrumentHolding> _holdings = [];
    private InstrumentHolding? _last;

    internal List<InstrumentHolding> All => _holdings;

    internal bool TryFind(InstrumentId instrument, [NotNullWhen(true)] out InstrumentHolding? holding)
    {
        holding = _last;
        if (holding is not null && holding.Id == instrument) return true;
        holding = IndexOf(instrument) is >= 0 and var index ? _holdings[index] : null;
        if (holding is not null) _last = holding;
        return holding is not null;
    }

    internal void Add(InstrumentHolding holding) => _holdings.Insert(~IndexOf(holding.Id), holding);

    // Like List.BinarySearch: the complement of the insertion index when not found.
    private int IndexOf(InstrumentId instrument)
    {
        var (from, to) = (0, _holdings.Count - 1);
        while (from <= to)
        {
            var middle = (from + to) / 2;
            var id = _holdings[middle].Id.Value;
            if (id == instrument.Value) return middle;
            if (id < instrument.Value) from = middle + 1;
            else to = middle - 1;
        }

        return ~from;
    }
}
