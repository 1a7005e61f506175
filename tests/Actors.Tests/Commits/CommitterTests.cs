using Rtx.Actors.Commits;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Tests.Commits;

/// <summary>The fate of decisions whose state is dropped.</summary>
public sealed class CommitterTests
{
    private readonly List<int> _committed = [];
    private readonly TaskCompletionSource _disk = new();
    private readonly Committer<int> _committer;
    private int _broken;

    public CommitterTests() => _committer = new Committer<int>(capacity: 10, CommitAsync, broken: () => _broken++);

    [Fact]
    public async Task Pending_decisions_are_never_written_once_memory_may_be_wrong()
    {
        var running = _committer.Add(1);
        var waiting = _committer.Add(2);

        _committer.Break(new InvalidOperationException("half-changed"));
        _disk.SetResult();

        await running;
        await Assert.ThrowsAsync<CommitUnavailableException>(() => waiting);
        await Assert.ThrowsAsync<CommitUnavailableException>(() => _committer.Add(3));
        Assert.Equal([1], _committed);
    }

    [Fact]
    public async Task Broken_memory_is_not_shown_as_durable()
    {
        Assert.True(_committer.WhenDurable.IsCompletedSuccessfully);

        _committer.Break(new InvalidOperationException("half-changed"));

        await Assert.ThrowsAsync<CommitUnavailableException>(() => _committer.WhenDurable);
    }

    [Fact]
    public async Task Whoever_drops_the_memory_is_told_once()
    {
        var running = _committer.Add(1);
        var waiting = _committer.Add(2);

        _disk.SetException(new CommitBusyException());

        await Assert.ThrowsAsync<CommitBusyException>(() => running);
        await Assert.ThrowsAsync<CommitBusyException>(() => waiting);
        _committer.Break(new InvalidOperationException("later"));
        Assert.IsType<CommitBusyException>(_committer.Failure);
        Assert.Equal(1, _broken);
    }

    private async Task CommitAsync(IReadOnlyList<int> decisions)
    {
        _committed.AddRange(decisions);
        await _disk.Task;
    }
}
