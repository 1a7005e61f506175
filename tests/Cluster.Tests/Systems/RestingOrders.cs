using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Rtx.Domain.Matching.Records;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;
using Rtx.Storage.Trading;

namespace Rtx.Cluster.Tests.Systems;

/// <summary>Writes a book as a silo leaves it, before any silo opens it: many resting orders of several accounts.</summary>
internal static class RestingOrders
{
    private const int EventsPerUnit = 2_000;

    /// <summary>Writes limit orders with complete instructions.</summary>
    /// <param name="connectionString">The trading database.</param>
    /// <param name="instrument">The instrument of the book.</param>
    /// <param name="count">Number of orders.</param>
    /// <param name="time">The entry time of all orders.</param>
    /// <param name="order">Maps an index from 0 to an order and its account.</param>
    public static async Task WriteAsync(
        string connectionString, Instrument instrument, int count, DateTimeOffset time,
        Func<int, (IAccountGrain Account, NewOrder Request)> order)
    {
        await using var database = new TradingDatabase(connectionString);
        var opened = (await new BookStore(database).OpenAsync(instrument.Id, CancellationToken.None))!;
        using var commits = new GroupCommit(database, Options.Create(new GroupCommitOptions()), NullLogger<GroupCommit>.Instance);
        await commits.StartAsync(CancellationToken.None);
        var (book, events, written) = (new RecordedBook(instrument), new OrderEventLog(), opened.Sequence);
        for (var i = 0; i < count; i++)
        {
            var (account, request) = order(i);
            book.Submit(
                new AccountId(account.GetPrimaryKeyLong()), request, request.Price!.Value, request.Instructions, Timestamp.From(time),
                events);
            if (events.Count < EventsPerUnit && i < count - 1) continue;
            var fence = new Fence(StreamKey.Of(instrument.Id), opened.Epoch, written, book.Book.Sequence);
            await commits.CommitAsync(new CommitUnit { Fence = fence, OrderEvents = [.. events] });
            written = book.Book.Sequence;
            events.Clear();
        }

        await commits.StopAsync(CancellationToken.None);
    }
}
