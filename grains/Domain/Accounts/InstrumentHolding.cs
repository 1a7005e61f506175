using Rtx.Domain.Margin;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>What an account has in one instrument: position, lots of open margined orders, and how far its book is settled.</summary>
internal sealed class InstrumentHolding(Instrument instrument)
{
    /// <summary>The contract; replaced when it is registered again.</summary>
    internal Instrument Instrument { get; set; } = instrument;

    internal NettedPosition Position { get; set; }

    internal long OpenBuyLots { get; private set; }

    internal long OpenSellLots { get; private set; }

    internal long SettledSequence { get; set; }

    internal bool IsMargined => Instrument.Kind == InstrumentKind.Margined;

    /// <summary>Neither position nor open orders: needs no margin and no price.</summary>
    internal bool IsFlat => Position.Lots == 0 && OpenBuyLots == 0 && OpenSellLots == 0;

    internal void ChangeOpenLots(Side side, long by)
    {
        if (side == Side.Buy) OpenBuyLots += by;
        else OpenSellLots += by;
        if (OpenBuyLots < 0 || OpenSellLots < 0) throw new AccountInvariantException($"Open orders in {Instrument.Id}: buy {OpenBuyLots}, sell {OpenSellLots} lots.");
    }
}
