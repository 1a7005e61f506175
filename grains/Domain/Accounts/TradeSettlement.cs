using Rtx.Domain.Ledger;
using Rtx.Domain.Positions;
using Rtx.Domain.Valuation;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// What one side of a trade books. Spot: base and quote delivery against clearing. Margined: the realised profit or loss against clearing;
/// the position keeps the rest. Both: the fee to the fee account. Only the aggressor pays the taker fee; an auction has no aggressor, so
/// both sides pay the maker fee.
/// </summary>
internal static class TradeSettlement
{
    internal static TransferList Spot(Instrument instrument, InstrumentAmounts amounts, in OrderEvent trade)
    {
        var transfers = default(TransferList);
        var value = amounts.ValueOf(trade.LastPx, trade.LastQty);
        var units = amounts.BaseUnitsOf(trade.LastQty);
        var isBuy = trade.Side == Side.Buy;
        transfers.Add(LedgerAccounts.Clearing, isBuy ? units : -units, instrument.BaseCurrency);
        transfers.Add(LedgerAccounts.Clearing, isBuy ? -value : value, instrument.QuoteCurrency);
        transfers.Add(
            LedgerAccounts.Fees, -Amount.Min(Fee(amounts, trade), LargestSpotFee(amounts, trade, value)), instrument.QuoteCurrency);
        return transfers;
    }

    internal static TransferList Margined(
        Instrument instrument, InstrumentAmounts amounts, in OrderEvent trade, NettedPosition before, out NettedPosition after)
    {
        var transfers = default(TransferList);
        after = before.After(trade.Side, trade.LastQty, amounts.ValueOf(trade.LastPx, trade.LastQty));
        transfers.Add(LedgerAccounts.Clearing, after.RealizedPnl - before.RealizedPnl, instrument.QuoteCurrency);
        transfers.Add(LedgerAccounts.Fees, -Fee(amounts, trade), instrument.QuoteCurrency);
        return transfers;
    }

    private static Amount Fee(InstrumentAmounts amounts, in OrderEvent trade) =>
        amounts.FeeOf(trade.LastPx, trade.LastQty, trade.IsAggressor);

    // Each fee is rounded up, but the hold was rounded up once for the whole order: without this bound many small fills would overdraw a
    // fully held balance by the last decimal of each. A buyer pays at most what the trade frees of the hold, a seller at most the proceeds.
    private static Amount LargestSpotFee(InstrumentAmounts amounts, in OrderEvent trade, Amount value)
    {
        if (trade.Side == Side.Sell) return value;
        var heldBefore = amounts.CostOf(trade.Price, trade.LeavesQty + trade.LastQty);
        return heldBefore - amounts.CostOf(trade.Price, trade.LeavesQty) - value;
    }
}
