using Rtx.Actors.OrderBooks;
using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Matching.Records;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Verification;

/// <summary>
/// Compares a live book with the book that its events make, and that with the one that the orders table makes. Events are never changed, so the book of any sequence can be rebuilt while
/// the live one goes on: first up to where the live book stood, then up to where the orders were read. What no event tells, trading state and reference price, is compared with its row.
/// </summary>
internal sealed class BookVerification(BookStore store)
{
    private const string Live = "the live book";
    private const string Events = "order_events replayed";
    private const string Orders = "the open rows of orders";
    private const string Proof = "a commit of its own";
    private const string Standings = "book_standings";

    public async Task<VerificationResult?> VerifyAsync(InstrumentId id, Func<Task<string?>> findFailure, Func<Task<LiveBook?>> askLive, CancellationToken cancellationToken)
    {
        if (await findFailure() is { } failure) return new([StateComparisons.Fail(sequence: 0, Live, Proof, $"the book does not serve: {failure}")]);
        if (await askLive() is not { } live || await store.PeekAsync(id, cancellationToken) is not { } saved) return null;
        if (live.Sequence > saved.Sequence)
            return new([StateComparisons.Fail(live.Sequence, Live, Events, $"the live book is ahead: SQL has events up to {saved.Sequence}")]);
        var replayed = new RecordedBook(saved.Instrument);
        try
        {
            await ReplayAsync(id, replayed, live.Sequence, cancellationToken);
            var first = StateComparisons.Compare(live.Sequence, (Live, live.State), (Events, BookFingerprint.Of(replayed)));
            await ReplayAsync(id, replayed, saved.Sequence, cancellationToken);
            var second = StateComparisons.Compare(saved.Sequence, (Orders, BookFingerprint.Of(SavedBook.Restore(saved))), (Events, BookFingerprint.Of(replayed)));
            var third = await StateComparisons.CompareUntilEqualAsync(
                (Live, Standings), (live.Sequence, live.Standing), FingerprintOf(saved.Standing),
                async () => await askLive() is { } now ? (now.Sequence, now.Standing) : null, async () => FingerprintOf(await store.ReadStandingAsync(id, cancellationToken)));
            return third is null ? null : new([first, second, third]);
        }
        catch (BookInvariantException e)
        {
            return new([StateComparisons.Fail(live.Sequence, Live, Events, e.Message)]);
        }
    }

    private static StateFingerprint FingerprintOf(BookStanding standing) => BookFingerprint.Of(standing.State, standing.ReferencePrice);

    private async Task ReplayAsync(InstrumentId id, RecordedBook book, long upTo, CancellationToken cancellationToken)
    {
        if (book.Book.Sequence == upTo) return;
        await foreach (var e in store.StreamEventsAsync(id, book.Book.Sequence, upTo, cancellationToken)) book.Apply(e);
        if (book.Book.Sequence != upTo) throw new BookInvariantException($"The events end at {book.Book.Sequence}, before {upTo}.");
    }
}
