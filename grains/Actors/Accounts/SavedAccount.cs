using Rtx.Domain.Accounts;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Accounts;

/// <summary>Rebuilds an account from what SQL has of it.</summary>
internal static class SavedAccount
{
    public static TradingAccount Restore(AccountSnapshot snapshot, Timestamp now)
    {
        var account = new TradingAccount(snapshot.Account);
        foreach (var instrument in snapshot.Instruments) account.RegisterInstrument(instrument);
        foreach (var balance in snapshot.Balances) account.RestoreBalance(balance.Currency, balance.Amount);
        foreach (var position in snapshot.Positions) account.RestorePosition(position.Instrument, position.Lots, position.Cost, position.RealizedPnl);
        foreach (var settled in snapshot.Settlements) account.RestoreSettled(settled.Instrument, settled.SettledSequence);
        foreach (var (instrument, epoch) in snapshot.BookEpochs) account.RestoreBookEpoch(instrument, epoch);
        account.RestoreLedgerSequence(snapshot.LedgerSequence);
        // The open orders are as they are after the unsettled events, which lead them to the same state once more.
        foreach (var order in snapshot.OpenOrders) account.RestoreOpenOrder(order);
        foreach (var e in snapshot.Unsettled) account.Apply(e, now);
        return account;
    }
}
