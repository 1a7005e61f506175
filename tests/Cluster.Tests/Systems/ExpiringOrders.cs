using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Rtx.Domain.Matching.Records;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;
using Rtx.Storage.Trading;

namespace Rtx.Cluster.Tests.Systems;

/// <summary>Writes a book that nobody has opened yet as a silo leaves it: many resting orders of several accounts that all expire at the same instant.</summary>
internal static class ExpiringOrders
{
    private const int EventsPerUnit = 2_000;

    public static async Task WriteAsync(string connectionString, Instrument instrument, IReadOnlyList<AccountId> accounts, int count, TimeSpan expiredFor)
    {
        await using var database = new TradingDatabase(connectionString);
        var opened = await new BookStore(database).OpenAsync(instrument.Id, CancellationToken.None) ?? throw new InvalidOperationException("There is no such book.");
        using var commits = new GroupCommit(database, Options.Create(new GroupCommitOptions()), NullLogger<GroupCommit>.Instance);
        await commits.StartAsync(CancellationToken.None);
        var end = DateTimeOffset.UtcNow - expiredFor;
        var instructions = new OrderInstructions { ExpireTime = Timestamp.From(end) };
        var (book, events, written) = (new RecordedBook(instrument), new OrderEventLog(), opened.Sequence);
        for (var i = 0; i < count; i++)
        {
            var price = instrument.Ticks(90m + (i % 100 * 0.1m));
            var request = instrument.Limit(Side.Buy, 0.001m, 90m, $"expiring-{i}", TimeInForce.Gtd) with { Price = price, Instructions = instructions };
            book.Submit(accounts[i % accounts.Count], request, price, instructions, Timestamp.From(end.AddMinutes(-1)), events);
            if (events.Count < EventsPerUnit && i < count - 1) continue;
            await commits.CommitAsync(new CommitUnit { Fence = new Fence(StreamKey.Of(instrument.Id), opened.Epoch, written, book.Book.Sequence), OrderEvents = [.. events] });
            written = book.Book.Sequence;
            events.Clear();
        }

        await commits.StopAsync(CancellationToken.None);
    }
}
