using Rtx.Domain.Margin;
using Rtx.Domain.Risk;
using Rtx.Model;

namespace Rtx.Domain.Ledger;

/// <summary>
/// What one side of a trade books. Spot: base and quote delivery against clearing. Margined: the realised profit or loss against clearing; the position keeps the rest.
/// Both: the fee to the fee account. Only an aggressor takes liquidity and pays the taker fee; in an auction nobody does, so both sides pay the maker fee.
/// </summary>
internal static class TradeSettlement
{
    /// <summary>Kept for trades: a client's own reference may not look like one.</summary>
    internal const string ReferencePrefix = "trade:";

    internal static string Reference(in OrderEvent trade) => $"{ReferencePrefix}{trade.TradeId}:{(trade.Side == Side.Buy ? "buy" : "sell")}";

    internal static PostingList Spot(Instrument instrument, in OrderEvent trade)
    {
        var postings = new PostingList();
        var sign = trade.Side.Sign();
        var value = TradeValue.Of(instrument, trade.LastPx, trade.LastQty);
        postings.Transfer(trade.AccountId, LedgerAccounts.Clearing, sign * instrument.BaseUnits(trade.LastQty), instrument.BaseCurrency);
        postings.Transfer(trade.AccountId, LedgerAccounts.Clearing, -sign * value, instrument.QuoteCurrency);
        postings.Transfer(trade.AccountId, LedgerAccounts.Fees, -Math.Min(Fee(instrument, trade), LargestSpotFee(instrument, trade, value)), instrument.QuoteCurrency);
        return postings;
    }

    internal static PostingList Margined(Instrument instrument, in OrderEvent trade, NettedPosition before, out NettedPosition after)
    {
        var postings = new PostingList();
        after = before.After(trade.Side, trade.LastQty, TradeValue.Of(instrument, trade.LastPx, trade.LastQty));
        postings.Transfer(trade.AccountId, LedgerAccounts.Clearing, after.RealizedPnl - before.RealizedPnl, instrument.QuoteCurrency);
        postings.Transfer(trade.AccountId, LedgerAccounts.Fees, -Fee(instrument, trade), instrument.QuoteCurrency);
        return postings;
    }

    private static decimal Fee(Instrument instrument, in OrderEvent trade) => TradeValue.Fee(instrument, trade.LastPx, trade.LastQty, trade.IsAggressor);

    // Each fee is rounded up but the hold was rounded up once for the whole order: without this bound many small fills would overdraw a balance that is
    // fully held, by the last decimal of each. A buyer pays at most what the trade frees of the hold, a seller at most what he receives.
    private static decimal LargestSpotFee(Instrument instrument, in OrderEvent trade, decimal value)
    {
        if (trade.Side == Side.Sell) return value;
        var heldBefore = SpotHold.Of(instrument, Side.Buy, trade.Price, trade.LeavesQty + trade.LastQty).Amount;
        return heldBefore - SpotHold.Of(instrument, Side.Buy, trade.Price, trade.LeavesQty).Amount - value;
    }
}
