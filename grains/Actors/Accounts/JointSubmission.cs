namespace Rtx.Actors.Accounts;

/// <summary>
/// Brings orders that are being placed at the same time to their books together: it waits until each of those that joined has come to be submitted or has ended without, then asks
/// each book once. It lives on the grain's scheduler.
/// </summary>
internal sealed class JointSubmission(BookCalls books)
{
    private readonly List<Entry> _ready = [];
    private int _joined;
    private int _preparing;
    private bool _isClosed;

    /// <summary>Places an order as one of those that wait for each other.</summary>
    public async Task<OrderReply> JoinAsync(Func<SubmitToBook, Task<OrderReply>> place)
    {
        var number = _joined++;
        _preparing++;
        var isReady = false;
        try
        {
            return await place(SubmitAsync);
        }
        finally
        {
            if (!isReady) Leave();
        }

        Task<OrderReply> SubmitAsync(InstrumentId instrument, BookableOrder order)
        {
            isReady = true;
            var entry = new Entry(number, instrument, order);
            _ready.Add(entry);
            Leave();
            return entry.Reply.Task;
        }
    }

    /// <summary>No more will join.</summary>
    public void Close()
    {
        _isClosed = true;
        SendWhenComplete();
    }

    private void Leave()
    {
        _preparing--;
        SendWhenComplete();
    }

    private void SendWhenComplete()
    {
        if (!_isClosed || _preparing > 0) return;
        foreach (var ofBook in _ready.OrderBy(entry => entry.Number).GroupBy(entry => entry.Instrument)) Send(ofBook.Key, [.. ofBook]);
        _ready.Clear();
    }

    // async void is safe here: calls to books don't throw.
    private async void Send(InstrumentId instrument, IReadOnlyList<Entry> entries)
    {
        var replies = await books.SubmitEachAsync(instrument, [.. entries.Select(entry => entry.Order)]);
        for (var i = 0; i < entries.Count; i++) entries[i].Reply.SetResult(replies[i]);
    }

    private sealed record Entry(int Number, InstrumentId Instrument, BookableOrder Order)
    {
        public TaskCompletionSource<OrderReply> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
