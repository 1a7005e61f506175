using Rtx.Actors.Commits;
using Rtx.Domain.Accounts;

namespace Rtx.Actors.Accounts;

/// <summary>What an account shows. It is shown only once all that it shows is durable.</summary>
internal sealed class AccountQueries(ActiveAccount active, AccountControls controls)
{
    /// <summary>The order of a name, as SQL has it; one that is on its way is waited for.</summary>
    public async Task<OrderReply> GetOrderAsync(ClientOrderId name, CancellationToken cancellationToken)
    {
        if (active.Names.FindInFlight(name) is { } onItsWay) await onItsWay.WaitAsync(cancellationToken);
        return await active.Store.FindOrderAsync(active.Id, name, cancellationToken) is { } placed ? OrderReplies.Done(placed.Order) : await active.UnknownOrderAsync();
    }

    public async Task<AccountSummary> GetSummaryAsync(CancellationToken cancellationToken)
    {
        await active.Instruments.RefreshMarksAsync(cancellationToken);
        return await WhenDurableAsync(active.Account.Summarize(active.Instruments.Marks), cancellationToken);
    }

    public Task<LiveAccount> GetFingerprintAsync(CancellationToken cancellationToken)
    {
        var account = active.Account;
        var live = new LiveAccount(
            account.LedgerSequence, [.. account.SettledSequences.Select(settled => new SettledBook(settled.Instrument, settled.Sequence))], account.OnTheirWay,
            AccountFingerprint.Of(account, withHolds: account.OnTheirWay == 0), AccountFingerprint.Of(account.IsKillSwitchOn, controls.CancelAllAt));
        return WhenDurableAsync(live, cancellationToken);
    }

    private async Task<T> WhenDurableAsync<T>(T shown, CancellationToken cancellationToken)
    {
        await active.Writer.WhenDurable.WaitAsync(cancellationToken);
        return shown;
    }
}
