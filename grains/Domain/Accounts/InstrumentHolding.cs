using Rtx.Domain.Ledger;
using Rtx.Domain.Margin;
using Rtx.Domain.Risk;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>What an account has in one instrument: position, lots of open margined orders, and how far its book is settled.</summary>
internal sealed class InstrumentHolding(InstrumentTerms terms)
{
    internal InstrumentId Id { get; } = terms.Instrument.Id;

    internal Instrument Instrument => terms.Instrument;

    internal OrderChecks Checks => terms.Checks;

    internal InstrumentAmounts Amounts => terms.Amounts;

    internal NettedPosition Position { get; set; }

    internal long OpenBuyLots { get; private set; }

    internal long OpenSellLots { get; private set; }

    internal long SettledSequence { get; set; }

    internal bool IsMargined => terms.IsMargined;

    /// <summary>Whether the change of its position waits to be taken.</summary>
    internal bool IsPositionChanged { get; set; }

    /// <summary>Whether the change of its settled sequence waits to be taken; that of its position never waits alone.</summary>
    internal bool IsSettledChanged { get; set; }

    /// <summary>Neither position nor open orders: needs no margin and no price.</summary>
    internal bool IsFlat => Position.Lots == 0 && OpenBuyLots == 0 && OpenSellLots == 0;

    /// <summary>Whether its margin is in a currency.</summary>
    internal bool IsMarginedIn(Currency currency) => IsMargined && Instrument.QuoteCurrency == currency;

    internal void ChangeOpenLots(long buyLots, long sellLots)
    {
        OpenBuyLots += buyLots;
        OpenSellLots += sellLots;
        if (OpenBuyLots < 0 || OpenSellLots < 0) throw new AccountInvariantException($"Open orders in {Id}: buy {OpenBuyLots}, sell {OpenSellLots} lots.");
    }
}
