using Microsoft.Extensions.Logging;
using Rtx.Actors.Commits;
using Rtx.Actors.Diagnostics;
using Rtx.Actors.Failures;
using Rtx.Domain.Accounts;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Accounts;

/// <summary>
/// One activation's account: the memory with what its decisions need. It lives on the grain's scheduler; each decision on <see cref="Account"/> is one
/// synchronous stretch that is added to <see cref="Writer"/> before the first await, on memory that is not dropped.
/// </summary>
internal sealed record ActiveAccount(
    TradingAccount Account, AccountWriter Writer, AccountInstruments Instruments, BookCalls Books, ClientOrderIds Names, IAccountStore Store, TimeProvider Clock, ILogger Log)
{
    public AccountId Id => Account.Account.Id;

    public Timestamp Now => Timestamp.From(Clock.GetUtcNow());

    /// <summary>The order of a name as SQL has it; null when the name was never used.</summary>
    public async Task<PlacedOrder?> FindPlacedAsync(ClientOrderId name, CancellationToken cancellationToken) =>
        Names.MayBeUsed(name) ? await Store.FindOrderAsync(Id, name, cancellationToken) : null;

    /// <summary>
    /// The answer that there is no order and that none will come of what was sent before; to be asked after SQL was. When this activation has given up, an order of it may still be on its way:
    /// only the next one, whose epoch refuses that, can tell. One that is not the newest does not know what the newest has on its way.
    /// </summary>
    public async Task<OrderReply> UnknownOrderAsync()
    {
        if (Writer.IsDropped) return OrderReplies.Unavailable;
        try
        {
            await Writer.ProveAsync();
            return OrderReply.Refuse(RejectReason.UnknownOrder);
        }
        catch (CommitException)
        {
            return OrderReplies.Unavailable;
        }
    }

    /// <summary>Does what a client asked for. When somebody does not answer before anything is decided, the client is told that nothing was done.</summary>
    // The book's answer is waited for in BookCalls, so whatever fails here failed before.
    public async Task<T> UnlessUnavailableAsync<T>(Func<Task<T>> work, T unavailable)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (GrainFailures.IsSilence(e))
        {
            Log.NothingDecided(Id, e);
            return unavailable;
        }
    }

    /// <inheritdoc cref="UnlessUnavailableAsync{T}" />
    public Task<OrderReply> UnlessUnavailableAsync(Func<Task<OrderReply>> work) => UnlessUnavailableAsync(work, OrderReplies.Unavailable);

    /// <inheritdoc cref="UnlessUnavailableAsync{T}" />
    public Task<OrderListReply> UnlessUnavailableAsync(Func<Task<OrderListReply>> work) => UnlessUnavailableAsync(work, OrderReplies.ForList(OrderReplies.Unavailable));

    public void Apply(IReadOnlyList<OrderEvent> events)
    {
        foreach (var e in events) Account.Apply(e, Now);
    }

    /// <summary>Settles what SQL knows of a book and the account does not.</summary>
    // SETTLE-5.
    public async Task PullAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        Apply(await Store.ReadEventsAsync(Id, instrument, Account.SettledSequence(instrument), cancellationToken));
        await Writer.CommitChangesAsync();
    }
}
