namespace Rtx.Client.Tests;

/// <summary>A copy of executions over failovers that lose some: what the server has is held in a small one of the test.</summary>
public sealed class LocalExecutionsTests
{
    private const string Symbol = "X";

    private readonly LocalExecutions _copy = new(7);
    private readonly List<BookHistory> _histories = [];
    private readonly List<ExecutionReport> _stored = [];
    private long _readBehind = -1;

    [Fact]
    public async Task What_was_missed_is_read_and_what_comes_twice_is_dropped()
    {
        Begin(1, at: 1);
        Commit(1, 2, 5);
        await ReadAsync();
        Assert.True(_copy.Take(Commit(8)));
        Assert.True(_copy.Take(_stored[^1]));
        Commit(9, 12);
        await ReadAsync();

        AssertIsStored();
    }

    [Theory]
    [InlineData(96L, 97L)]
    [InlineData(96L, 99L)]
    [InlineData(96L, 97L, 98L, 99L, 120L)]
    public async Task After_a_failover_all_that_was_lost_is_forgotten_however_far_the_book_has_come_since(params long[] since)
    {
        Begin(1, at: 1);
        Commit(90, 95, 96, 98, 99);
        await ReadAsync();
        FailOver(keeps: 95, history: 2);
        Commit(since);

        await ReadAsync();

        AssertIsStored();
        Assert.Equal(95, _readBehind);
    }

    [Fact]
    public async Task Of_several_failovers_that_were_slept_through_the_lowest_start_counts()
    {
        Begin(1, at: 1);
        Commit(90, 95, 99);
        await ReadAsync();
        FailOver(keeps: 95, history: 2);
        Commit(96, 97, 98);
        FailOver(keeps: 90, history: 3);
        Commit(91, 95, 97, 99, 101);
        FailOver(keeps: 101, history: 4);
        Commit(102);

        await ReadAsync();

        AssertIsStored();
        Assert.Equal(90, _readBehind);
    }

    [Fact]
    public async Task A_history_that_was_lost_as_a_whole_is_forgotten_from_its_own_start()
    {
        Begin(1, at: 1);
        Commit(90);
        FailOver(keeps: 90, history: 2);
        Commit(91, 95);
        await ReadAsync();
        // The standby knew nothing of it.
        _histories.RemoveAt(1);
        FailOver(keeps: 90, history: 3);
        Commit(91, 92, 93, 94, 95, 96);

        await ReadAsync();

        AssertIsStored();
        Assert.Equal(90, _readBehind);
    }

    [Fact]
    public async Task A_failover_without_a_loss_reads_nothing_again()
    {
        Begin(1, at: 1);
        Commit(90, 95);
        await ReadAsync();
        FailOver(keeps: 95, history: 2);
        Commit(96);

        await ReadAsync();

        AssertIsStored();
        Assert.Equal(95, _readBehind);
    }

    [Fact]
    public async Task A_book_that_nobody_has_opened_since_is_cut_off_behind_its_last_sequence()
    {
        Begin(1, at: 1);
        Commit(90, 95);
        await ReadAsync();
        _stored.RemoveAt(1);

        await ReadAsync();

        AssertIsStored();
    }

    [Fact]
    public async Task A_book_that_has_nothing_of_the_account_any_more_is_forgotten()
    {
        Begin(1, at: 1);
        Commit(90);
        await ReadAsync();
        _stored.Clear();

        await ReadAsync();

        Assert.Empty(_copy.Of(Symbol));
    }

    [Fact]
    public async Task What_is_told_of_a_lost_history_is_not_taken()
    {
        Begin(1, at: 1);
        var lost = Commit(90, 95);
        FailOver(keeps: 90, history: 2);
        Commit(91);
        await ReadAsync();

        Assert.False(_copy.Take(lost));
        Assert.False(_copy.Take(lost with { Sequence = 200 }));

        AssertIsStored();
    }

    [Fact]
    public async Task What_is_told_of_a_new_history_is_read()
    {
        Begin(1, at: 1);
        Commit(90, 95);
        await ReadAsync();
        FailOver(keeps: 90, history: 2);

        Assert.False(_copy.Take(Commit(95)));
        await ReadAsync();

        AssertIsStored();
    }

    [Fact]
    public async Task What_is_told_while_it_reads_is_kept_unless_it_was_lost_meanwhile()
    {
        Begin(1, at: 1);
        Commit(90, 95);
        await ReadAsync();
        ExecutionReport? lost = null;
        await ReadAsync(meanwhile: () => _copy.Take(Commit(96)));
        AssertIsStored();

        await ReadAsync(meanwhile: () =>
        {
            _copy.Take(lost = Commit(97));
            FailOver(keeps: 96, history: 2);
            Commit(97, 98);
        });

        AssertIsStored();
        Assert.NotEqual(lost!.Time, _copy.Of(Symbol)[^2].Time);
    }

    [Fact]
    public async Task What_is_told_before_the_word_that_something_is_missing_hides_nothing()
    {
        Begin(1, at: 1);
        Commit(90);
        await ReadAsync();
        Commit(95);
        _copy.Take(Commit(96));

        await ReadAsync();

        AssertIsStored();
    }

    [Fact]
    public async Task A_reading_that_fails_changes_nothing()
    {
        Begin(1, at: 1);
        Commit(90);
        await ReadAsync();
        FailOver(keeps: 89, history: 2);

        await Assert.ThrowsAsync<HttpRequestException>(
            () => _copy.ReadAsync(() => throw new HttpRequestException(), (_, _) => throw new HttpRequestException()));
        Assert.Single(_copy.Of(Symbol));
        Commit(90);
        await ReadAsync();

        AssertIsStored();
    }

    [Fact]
    public async Task A_server_that_tells_no_histories_is_followed_by_its_last_sequence()
    {
        Commit(90, 95);
        await ReadAsync();
        Assert.True(_copy.Take(Commit(96) with { History = 0 }));
        _stored.RemoveAll(report => report.Sequence > 90);

        await ReadAsync();

        AssertIsStored();
    }

    private void Begin(long history, long at) => _histories.Add(new BookHistory { History = history, FirstSequence = at });

    /// <summary>The server goes on with what it has up to a sequence, and with the histories that had begun.</summary>
    private void FailOver(long keeps, long history)
    {
        _stored.RemoveAll(report => report.Sequence > keeps);
        _histories.RemoveAll(begun => begun.FirstSequence > keeps + 1);
        Begin(history, keeps + 1);
    }

    /// <summary>The server has more.</summary>
    /// <returns>The last as it is told.</returns>
    private ExecutionReport Commit(params long[] sequences)
    {
        foreach (var sequence in sequences) _stored.Add(ReportOf(sequence));
        return _stored[^1] with { History = _histories.Count == 0 ? 0 : _histories[^1].History };
    }

    private async Task ReadAsync(Action? meanwhile = null)
    {
        _readBehind = -1;
        await _copy.ReadAsync(
            () =>
            {
                List<LastExecution> last = [.. _stored.TakeLast(1).Select(LastOf)];
                meanwhile?.Invoke();
                return Task.FromResult<IReadOnlyList<LastExecution>>(last);
            },
            (_, after) =>
            {
                _readBehind = after;
                return Task.FromResult<IReadOnlyList<ExecutionReport>>([.. _stored.Where(report => report.Sequence > after)]);
            });
        // What was lost meanwhile is told by a gap.
        if (meanwhile is not null) await ReadAsync();
    }

    private LastExecution LastOf(ExecutionReport report) => new() { Symbol = Symbol, Sequence = report.Sequence, Histories = [.. _histories] };

    private void AssertIsStored() => Assert.Equal(_stored, _copy.Of(Symbol).Select(report => report with { History = 0 }));

    // Each is another one, whatever its sequence.
    private ExecutionReport ReportOf(long sequence) => new()
    {
        Sequence = sequence,
        ExecType = ExecType.New,
        OrderId = sequence,
        ClientOrderId = $"{_histories.Count}-{sequence}",
        AccountId = 7,
        Symbol = Symbol,
        Side = Side.Buy,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.Gtc,
        Price = 1m,
        OrderQty = 1m,
        CumQty = 0m,
        LeavesQty = 1m,
        Status = OrdStatus.New,
        Time = DateTimeOffset.UnixEpoch.AddSeconds(_histories.Count),
    };
}
