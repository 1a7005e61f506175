using Rtx.Domain.Margin;
using Rtx.Domain.Risk;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>What an account has in one instrument: position, lots of open margined orders, and how far its book is settled.</summary>
internal sealed class InstrumentHolding(Instrument instrument)
{
    internal Instrument Instrument => instrument;

    /// <summary>The instrument's limits, worked out once.</summary>
    internal OrderChecks Checks { get; } = new(instrument);

    internal NettedPosition Position { get; set; }

    internal long OpenBuyLots { get; private set; }

    internal long OpenSellLots { get; private set; }

    internal long SettledSequence { get; set; }

    internal bool IsMargined => Instrument.Kind == InstrumentKind.Margined;

    /// <summary>Neither position nor open orders: needs no margin and no price.</summary>
    internal bool IsFlat => Position.Lots == 0 && OpenBuyLots == 0 && OpenSellLots == 0;

    internal void ChangeOpenLots(OrderHold by)
    {
        OpenBuyLots += by.BuyLots;
        OpenSellLots += by.SellLots;
        if (OpenBuyLots < 0 || OpenSellLots < 0) throw new AccountInvariantException($"Open orders in {Instrument.Id}: buy {OpenBuyLots}, sell {OpenSellLots} lots.");
    }
}
