namespace Rtx.Client.Tests;

public sealed class BookTopicTests : IAsyncDisposable
{
    private readonly Queue<OrderQueue> _snapshots = new();
    private readonly BookTopic<OrderQueue, OrderQueueUpdate> _topic;
    private readonly Subscription<OrderQueue> _reader = new(capacity: 100, _ => ValueTask.CompletedTask);

    private Task _server = Task.CompletedTask;

    public BookTopicTests()
    {
        _topic = new BookTopic<OrderQueue, OrderQueueUpdate>(new LocalOrderQueue("X"), size: 10, SubscribeAsync, _ => Task.CompletedTask, _ => { });
        _topic.Add(_reader);

        async Task<OrderQueue> SubscribeAsync(CancellationToken cancellationToken)
        {
            await _server;
            return _snapshots.Dequeue();
        }
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    [Fact]
    public async Task Who_starts_again_takes_a_book_that_has_gone_back()
    {
        await JoinAsync(98);

        // As after a failover that has lost the last commits.
        await JoinAsync(95);
        _topic.Take(Update(95, 97));

        Assert.Equal([98L, 95L, 97L], await ReadAsync(3));
    }

    [Fact]
    public async Task Updates_that_come_before_the_next_snapshot_are_applied_to_it()
    {
        await JoinAsync(10);
        var answering = new TaskCompletionSource();
        _server = answering.Task;

        var joining = JoinAsync(12);
        _topic.Take(Update(10, 12));
        _topic.Take(Update(12, 15));
        answering.SetResult();
        await joining;

        Assert.Equal([10L, 15L], await ReadAsync(2));
    }

    private Task JoinAsync(long sequence)
    {
        _snapshots.Enqueue(Snapshot(sequence));
        return _topic.JoinAsync(CancellationToken.None);
    }

    private async Task<List<long>> ReadAsync(int pictures)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        List<long> sequences = [];
        while (sequences.Count < pictures) sequences.Add((await _reader.ReadAsync(patience.Token)).Sequence);
        return sequences;
    }

    private static OrderQueue Snapshot(long sequence) => new() { Symbol = "X", Sequence = sequence, Orders = [] };

    private static OrderQueueUpdate Update(long previous, long sequence) => new() { Symbol = "X", PreviousSequence = previous, Sequence = sequence, Orders = [] };
}
