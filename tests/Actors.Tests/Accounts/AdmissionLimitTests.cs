using Microsoft.Extensions.Time.Testing;
using Rtx.Actors.Accounts;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>
/// How many orders the limit admits, with a database that processes a fixed number per millisecond and callers that always want more.
/// </summary>
public sealed class AdmissionLimitTests
{
    private const int Most = 500;
    private static readonly TimeSpan Target = TimeSpan.FromMilliseconds(25);

    private readonly FakeTimeProvider _clock = new();
    private readonly AdmissionLimit _limit;

    public AdmissionLimitTests() => _limit = new AdmissionLimit(Most, Target, _clock);

    [Fact]
    public void A_flood_is_let_in_only_as_far_as_answers_take_what_they_should()
    {
        Flood(ordersPerMs: 8, commitMs: 1, seconds: 3);

        // 8 orders per millisecond, each in flight for 25 ms.
        Assert.InRange(_limit.Current, 150, 250);
    }

    [Fact]
    public void After_the_flood_all_are_let_in_again_within_seconds()
    {
        Flood(ordersPerMs: 8, commitMs: 1, seconds: 3);
        Answer(inside: 4, ordersPerMs: 8, commitMs: 1, seconds: 3, refuses: false);

        Assert.Equal(Most, _limit.Current);
    }

    [Fact]
    public void Who_waits_for_a_full_silo_without_being_refused_is_let_in()
    {
        Answer(inside: Most, ordersPerMs: 2, commitMs: 1, seconds: 3, refuses: false);

        Assert.Equal(Most, _limit.Current);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_database_that_is_slower_than_the_target_is_given_what_it_can_do_at_once(int calmSeconds)
    {
        const int CommitMs = 40;
        Answer(inside: 1, ordersPerMs: 8, CommitMs, calmSeconds, refuses: false);
        Flood(ordersPerMs: 8, CommitMs, seconds: 10);

        // As many as it processes within four times its own latency, not the few that would be in flight for 25 ms.
        Assert.True(_limit.Current > 8 * CommitMs, $"{_limit.Current} orders are let in.");
    }

    [Fact]
    public void Even_a_standing_database_finds_work_when_it_comes_back()
    {
        for (var i = 0; i < 100; i++) Answer(inside: Most, ordersPerMs: 1, commitMs: 5_000, seconds: 5, refuses: true);
        Assert.InRange(_limit.Current, 16, Most);

        Answer(inside: 4, ordersPerMs: 8, commitMs: 1, seconds: 5, refuses: false);
        Assert.Equal(Most, _limit.Current);
    }

    private void Flood(double ordersPerMs, int commitMs, int seconds)
    {
        for (var ms = 0; ms < seconds * 1_000; ms += 10) AnswerForTenMs(_limit.Current, ordersPerMs, commitMs, refuses: true);
    }

    private void Answer(int inside, double ordersPerMs, int commitMs, int seconds, bool refuses)
    {
        for (var ms = 0; ms < seconds * 1_000; ms += 10) AnswerForTenMs(inside, ordersPerMs, commitMs, refuses);
    }

    // Little's law: an order is in flight for as long as it takes to process all orders in flight, but at least for one commit.
    private void AnswerForTenMs(int inside, double ordersPerMs, int commitMs, bool refuses)
    {
        var took = TimeSpan.FromMilliseconds(Math.Max(commitMs, inside / ordersPerMs));
        var started = _clock.GetTimestamp() - (long)(took.TotalSeconds * _clock.TimestampFrequency);
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        started += (long)(0.01 * _clock.TimestampFrequency);
        if (refuses) _limit.NoteRefusal();
        for (var i = 0; i < 10; i++) _limit.NoteAnswer(started);
    }
}
