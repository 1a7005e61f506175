using Rtx.Actors.Accounts;
using Rtx.Domain.Accounts;
using Rtx.Domain.Accounts.Holdings;
using Rtx.Domain.Ledger;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Verification;

/// <summary>
/// Compares a live account with what its movements of money and the events of its orders make, and that with what the tables of balances, positions, settlements and orders make. Movements
/// and events are never changed, so the account of any moment can be rebuilt while the live one goes on. Its controls, which no event tells, are compared with their row.
/// </summary>
internal sealed class AccountVerification(AccountStore store, AccountControlStore controls, TimeProvider clock)
{
    private const int EventsBetweenForgetting = 1_024;
    private const string Live = "the live account";
    private const string Facts = "deposits and order_events applied";
    private const string Tables = "balances, positions, settlements and orders";
    private const string Controls = "account_controls";

    public async Task<VerificationResult?> VerifyAsync(AccountId id, Func<Task<LiveAccount?>> askLive, CancellationToken cancellationToken)
    {
        if (await askLive() is not { } live || await store.PeekAsync(id, cancellationToken) is not { } saved) return null;
        try
        {
            var withHolds = live.OnTheirWay == 0;
            var rebuilt = await RebuildAsync(saved, live.LedgerSequence, live.Settled, cancellationToken);
            var first = StateComparisons.Compare(
                live.LedgerSequence, (Live, live.State), (Facts, AccountFingerprint.Of(rebuilt, withHolds)),
                withHolds ? null : $"holds are not compared: {live.OnTheirWay} orders or amendments are on their way");
            var tables = SavedAccount.Restore(saved, Now);
            SettledBook[] settled = [.. tables.SettledSequences.Select(book => new SettledBook(book.Instrument, book.Sequence))];
            rebuilt = await RebuildAsync(saved, saved.LedgerSequence, settled, cancellationToken);
            var second = StateComparisons.Compare(tables.LedgerSequence, (Tables, AccountFingerprint.Of(tables, withHolds: true)), (Facts, AccountFingerprint.Of(rebuilt, withHolds: true)));
            var third = await StateComparisons.CompareUntilEqualAsync(
                (Live, Controls), (live.LedgerSequence, live.Controls), await ReadControlsAsync(),
                async () => await askLive() is { } now ? (now.LedgerSequence, now.Controls) : null, ReadControlsAsync);
            return third is null ? null : new([first, second, third]);
        }
        catch (Exception e) when (e is AccountInvariantException or LedgerInvariantException)
        {
            return new([StateComparisons.Fail(live.LedgerSequence, Live, Facts, e.Message)]);
        }

        async Task<StateFingerprint> ReadControlsAsync()
        {
            var row = await controls.ReadAsync(id, cancellationToken);
            return AccountFingerprint.Of(row.IsKillSwitchOn, row.CancelAllAt);
        }
    }

    private Timestamp Now => Timestamp.From(clock.GetUtcNow());

    private async Task<TradingAccount> RebuildAsync(AccountSnapshot saved, long ledgerSequence, IReadOnlyList<SettledBook> settled, CancellationToken cancellationToken)
    {
        var account = new TradingAccount(saved.Account);
        foreach (var instrument in saved.Instruments) account.RegisterInstrument(instrument);
        var (movements, sums) = await store.SumMovementsAsync(account.Account.Id, ledgerSequence, cancellationToken);
        foreach (var sum in sums) account.RestoreBalance(sum.Currency, sum.Amount);
        account.RestoreLedgerSequence(movements);
        var applied = 0;
        foreach (var book in settled)
        {
            await foreach (var e in store.StreamEventsAsync(account.Account.Id, book.InstrumentId, book.Sequence, cancellationToken))
            {
                account.Apply(e, e.Time);
                // What it would have to make durable is there already, and must not pile up.
                if (++applied % EventsBetweenForgetting == 0) account.TakeChanges();
            }
        }

        return account;
    }
}
