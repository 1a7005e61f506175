namespace Rtx.Actors.OrderBooks;

/// <summary>Takes a snapshot of the book's depth once in an interval, and at once when the book begins: who had it before may not have come to it, and what is there stays.</summary>
internal sealed class DepthSampler(ActiveBook active, DepthQueue queue)
{
    private Timestamp? _sampled;

    public void SampleIfDue()
    {
        var now = active.Now;
        if (active.Writer.IsDropped || queue.IntervalOf(now) is not { } interval || interval == _sampled) return;
        _sampled = interval;
        var (bids, asks) = active.BestLevels(queue.Levels);
        AddWhenDurableAsync(new RecordedDepth(active.Id, interval, now, active.Book.Book.Sequence, bids, asks)).Ignore();
    }

    private async Task AddWhenDurableAsync(RecordedDepth snapshot)
    {
        await active.Writer.WhenDurable;
        queue.Add(snapshot);
    }
}
