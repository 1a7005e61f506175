using Rtx.Chaos.Bots;
using Rtx.Client;

namespace Rtx.Chaos.Checking;

/// <summary>Checks after trading has ended: clients' copies of books equal the books.</summary>
internal sealed class CopyChecks(RtxClient administrator)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until all are equal.</summary>
    /// <returns>Copies that still differ.</returns>
    public async Task<IReadOnlyList<Difference>> CheckAsync(IReadOnlyList<BookCopy> copies, TimeSpan patience)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            List<Difference> differences = [];
            foreach (var copy in copies) differences.AddRange(await CompareAsync(copy));
            if (differences.Count == 0 || TimeProvider.System.GetElapsedTime(start) > patience) return differences;
            await Task.Delay(Interval);
        }
    }

    private async Task<IReadOnlyList<Difference>> CompareAsync(BookCopy copy)
    {
        var (kept, book) = (copy.Newest, await administrator.Instruments.GetOrderQueueAsync(copy.Symbol, OrderQueue.MaxOrders));
        if (kept is not null && kept.Sequence == book.Sequence && kept.Orders.SequenceEqual(book.Orders)) return [];
        var more = string.Join(", ", (kept?.Orders ?? []).Except(book.Orders).Take(5));
        var less = string.Join(", ", book.Orders.Except(kept?.Orders ?? []).Take(5));
        return [
            new Difference(
                DifferenceKind.CopyDiffers, $"{copy.Symbol} at {book.Sequence}: a copy at {kept?.Sequence} has {more} and lacks {less}")];
    }
}
