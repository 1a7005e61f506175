using Rtx.Actors.Commits;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Accounts;

/// <summary>Deposits and withdrawals, once per reference.</summary>
internal sealed class AccountCash(ActiveAccount active)
{
    // Of trades, whose references must stay free.
    private const string ReservedPrefix = "trade:";

    private readonly HashSet<string> _inFlight = [];

    /// <summary>Books an amount, negative for a withdrawal. The same movement again is answered as done, another amount of the same reference is refused.</summary>
    public async Task<FundsReply> MoveAsync(Money amount, string reference, CancellationToken cancellationToken)
    {
        if (reference.StartsWith(ReservedPrefix, StringComparison.Ordinal)) return Refuse(RejectReason.InvalidTerms);
        if (!_inFlight.Add(reference)) return new FundsReply(ReplyStatus.Busy, 0m, RejectReason.None);
        try
        {
            return await active.UnlessUnavailableAsync(() => MoveOnceAsync(amount, reference, cancellationToken), Unavailable);
        }
        catch (CommitException e)
        {
            return new FundsReply(OrderReplies.For(e, active.Id).Status, 0m, RejectReason.None);
        }
        finally
        {
            _inFlight.Remove(reference);
        }
    }

    private static FundsReply Unavailable { get; } = new(ReplyStatus.Unavailable, 0m, RejectReason.None);

    private static FundsReply Refuse(RejectReason reason) => new(ReplyStatus.Refused, 0m, reason);

    private async Task<FundsReply> MoveOnceAsync(Money amount, string reference, CancellationToken cancellationToken)
    {
        if (await active.Store.FindMovementAsync(active.Id, reference, cancellationToken) is { } before)
            return before == amount ? await DoneBeforeAsync(amount.Currency) : Refuse(RejectReason.DuplicateClientOrderId);
        if (amount.Amount < 0m) await active.Instruments.RenewMarksAsync(cancellationToken);
        if (active.Writer.IsDropped) return Unavailable;
        var decision = active.Account.MoveFunds(amount, reference, active.Now, active.Instruments.Marks);
        if (decision.RejectReason != RejectReason.None) return Refuse(decision.RejectReason) with { Detail = decision.Detail };
        await active.Writer.CommitChangesAsync();
        return new FundsReply(ReplyStatus.Done, decision.Balance, RejectReason.None);
    }

    private async Task<FundsReply> DoneBeforeAsync(Currency currency)
    {
        var balance = active.Account.Summarize(active.Instruments.Marks).Balances.FirstOrDefault(b => b.Currency == currency)?.Total ?? 0m;
        await active.Writer.WhenDurable;
        return new FundsReply(ReplyStatus.Done, balance, RejectReason.None);
    }
}
