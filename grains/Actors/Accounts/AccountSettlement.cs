using Microsoft.Extensions.Logging;
using Rtx.Actors.Diagnostics;
using Rtx.Domain.Accounts;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Accounts;

/// <summary>Takes over what books have executed for the account, each event once.</summary>
internal sealed class AccountSettlement(ActiveAccount active, MarginWatch margin, ILogger log)
{
    /// <summary>Settles what a book tells.</summary>
    /// <returns>Up to where the account has settled the book.</returns>
    /// <exception cref="DataUnavailableException">The account can't settle it and, where it is the one to blame, begins anew.</exception>
    public async Task<long> SettleAsync(ExecutionBatch batch, CancellationToken cancellationToken)
    {
        var (account, book) = (active.Account, batch.InstrumentId);
        switch (StreamEpoch.CompareTimelines(batch.Epoch, active.Writer.Stamp.Epoch))
        {
            case < 0:
                return account.SettledSequence(book);
            case > 0:
                throw Drop($"Account {active.Id} is of an older timeline than the book of instrument {book}.");
        }

        if (await active.Instruments.FindAsync(book, cancellationToken) is null) throw new DataUnavailableException($"Instrument {book} does not exist.");
        if (!account.KnowsEpoch(book))
        {
            var newest = await active.Store.ReadBookEpochAsync(book, cancellationToken);
            if (!account.KnowsEpoch(book)) account.RestoreBookEpoch(book, newest);
        }

        var settled = account.SettledSequence(book);
        switch (account.Meet(book, batch.Epoch, batch.OpenedAt))
        {
            case BookHistory.Outdated:
                return settled;
            case BookHistory.Lost:
                log.HistoryLost(active.Id, book, settled, batch.Epoch, batch.OpenedAt);
                throw Drop($"Account {active.Id} has settled what the book of instrument {book} does not have; it is being rebuilt.");
            case BookHistory.Same:
                break;
        }

        // SETTLE-3.
        var isGap = batch.After < 0 || batch.After > settled;
        if (settled < batch.UpTo) active.Apply(isGap ? await active.Store.ReadEventsAsync(active.Id, book, settled, cancellationToken) : batch.Events);
        margin.Notice();
        // SETTLE-4.
        await active.Writer.CommitChangesAsync();
        return account.SettledSequence(book);
    }

    /// <summary>Settles what SQL has of every book and the account does not.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        foreach (var book in await active.Store.ReadUnsettledBooksAsync(active.Id, cancellationToken))
        {
            if (await active.Instruments.FindAsync(book, cancellationToken) is not null) await active.PullAsync(book, cancellationToken);
        }
    }

    private DataUnavailableException Drop(string cause)
    {
        var unavailable = new DataUnavailableException(cause);
        active.Writer.Drop(unavailable);
        return unavailable;
    }
}
