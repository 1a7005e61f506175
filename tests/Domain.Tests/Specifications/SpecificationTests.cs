using CsCheck;
using static Rtx.Domain.Tests.Specifications.FencingSpecification;
using static Rtx.Domain.Tests.Specifications.LossSpecification;
using static Rtx.Domain.Tests.Specifications.ResumeSpecification;
using static Rtx.Domain.Tests.Specifications.SettlementSpecification;

namespace Rtx.Domain.Tests.Specifications;

/// <summary>
/// Explores every order of steps of the specifications: the actual design meets all requirements, and simpler designs do not.
/// </summary>
public sealed class SpecificationTests(ITestOutputHelper output)
{
    [Fact]
    public void Without_a_fence_a_change_is_lost() => Breaks(FencingSpecification.Of(Guard.Nothing), "FENCE-2", "FENCE-5");

    [Fact]
    public void A_fence_for_writes_alone_lets_a_stale_activation_answer() => Breaks(FencingSpecification.Of(Guard.Writes), "FENCE-3");

    [Fact]
    public void A_fence_for_writes_and_answers_is_enough() => Holds(FencingSpecification.Of(Guard.WritesAndAnswers));

    [Fact]
    public void Executions_are_booked_twice_when_only_memory_prevents_it() =>
        Breaks(SettlementSpecification.Of(Keeping.Memory), "SETTLE-1", "SETTLE-2");

    [Fact]
    public void Executions_are_booked_twice_when_the_settled_sequence_is_written_afterwards() =>
        Breaks(SettlementSpecification.Of(Keeping.WrittenAfterwards), "SETTLE-1", "SETTLE-2");

    [Fact]
    public void Executions_are_booked_once_when_the_settled_sequence_is_written_with_the_postings() =>
        Holds(SettlementSpecification.Of(Keeping.WrittenWithPostings));

    [Theory]
    [InlineData(Resume.Not)]
    [InlineData(Resume.ByTime)]
    [InlineData(Resume.BySequenceThenListen)]
    public void A_client_misses_executions(object resume) => Breaks(ResumeSpecification.Of((Resume)resume), "RESUME-1", "RESUME-2");

    [Fact]
    public void A_client_that_listens_and_then_reads_by_sequence_misses_nothing() =>
        Holds(ResumeSpecification.Of(Resume.ListenThenBySequence));

    [Theory]
    [InlineData(Telling.Nothing)]
    [InlineData(Telling.CountedHistories)]
    public void A_client_keeps_executions_that_a_failover_has_lost(object telling) =>
        Breaks(LossSpecification.Of((Telling)telling), "RESUME-6");

    [Fact]
    public void A_client_that_compares_unique_histories_has_what_the_book_has() => Holds(LossSpecification.Of(Telling.UniqueHistories));

    private void Holds<T>(Spec<T> specification)
    {
        var report = specification.Exhaustive(output.WriteLine);
        Assert.True(report.Closed, "Every state was seen.");
        Assert.Empty(report.NeverTriggered);
        Assert.Empty(report.NeverFired);
        Assert.Equal(0, report.DeadlockStates);
        // Each fault is caught by a requirement.
        Assert.Empty(specification.Faults(output.WriteLine).Uncaught);
    }

    private void Breaks<T>(Spec<T> specification, params string[] requirements)
    {
        specification.Exhaustive(out var violation, output.WriteLine);
        Assert.NotNull(violation);
        output.WriteLine(violation.ToString());
        Assert.Contains(violation.Id.Split('[')[0], requirements);
    }
}
