using Rtx.Chaos.Checking;
using Rtx.Chaos.History;
using Rtx.Chaos.Hostile;
using Rtx.Client;

namespace Rtx.Chaos.Tests.Hostile;

/// <summary>A check that can't fail proves nothing: each rule is broken once.</summary>
public sealed class ServiceChecksTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Resources Before = new(new Dictionary<string, long> { ["silo-1"] = 500L << 20 }, Database: 10L << 20, Events: 1_000);

    private readonly List<HistoryRecord> _history = [];

    [Theory]
    [InlineData(200, 2, 0)]
    [InlineData(200, 3, 1)]
    public void Honest_traders_lose_at_most_one_in_a_hundred(int requests, int lost, int differences)
    {
        for (var number = 0; number < requests; number++) Send(milliseconds: 5, number < lost ? RtxErrorCodes.Busy : RtxErrorCodes.InsufficientFunds);

        var service = Service.In(_history, Noon, Noon.AddHours(1));

        Assert.Equal((requests, lost), (service.Requests, service.Lost));
        Assert.Equal(differences, ServiceChecks.CheckHonest(service, service, Settings()).Count);
        Assert.Empty(ServiceChecks.CheckHonest(service, service, Settings() with { MaxLosses = null }));
    }

    [Fact]
    public void Requests_of_another_time_and_repeated_ones_do_not_count()
    {
        Send(milliseconds: 5, RtxErrorCodes.Busy, attempt: 2);
        Send(milliseconds: 5, RtxErrorCodes.Busy);

        Assert.Equal(1, Service.In(_history, Noon, Noon.AddSeconds(1)).Requests);
        Assert.Equal(0, Service.In(_history, Noon.AddSeconds(1), Noon.AddSeconds(2)).Requests);
    }

    [Fact]
    public void Slow_answers_count_when_that_was_asked_for()
    {
        for (var number = 0; number < 98; number++) Send(milliseconds: 5, RtxErrorCodes.InsufficientFunds);
        for (var number = 0; number < 2; number++) Send(milliseconds: 900, RtxErrorCodes.InsufficientFunds);
        var attacked = Service.In(_history, Noon, Noon.AddSeconds(1));
        var calm = attacked with { P99 = TimeSpan.FromMilliseconds(5) };

        Assert.Equal(TimeSpan.FromMilliseconds(900), attacked.P99);
        Assert.Single(ServiceChecks.CheckHonest(calm, attacked, Settings() with { MaxSlowdown = 2 }));
        Assert.Empty(ServiceChecks.CheckHonest(calm, attacked, Settings()));
    }

    [Theory]
    [InlineData(400, false, 0)]
    [InlineData(429, false, 0)]
    [InlineData(500, false, 1)]
    [InlineData(500, true, 1)]
    [InlineData(504, false, 1)]
    [InlineData(504, true, 0)]
    public void Nobody_is_answered_that_the_server_failed(int status, bool hasFaults, int differences)
    {
        var tally = new AttackTally("mistyper");
        tally.NoteRequest(status, "any");

        Assert.Equal(differences, ServiceChecks.CheckAnswers([tally], hasFaults).Count);
    }

    [Fact]
    public void Answer_of_an_order_in_a_batch_counts_as_one_of_a_request()
    {
        var tally = new AttackTally("flooder");
        tally.Note(new OrderBatchReply { Results = [new OrderResult { Error = new ErrorDetail { Code = RtxErrorCodes.InternalError, Status = 500, Detail = "" } }] });

        Assert.Equal([DifferenceKind.ServerFailed], ServiceChecks.CheckAnswers([tally], hasFaults: false).Select(difference => difference.Kind));
    }

    [Fact]
    public void What_an_attack_found_is_a_difference()
    {
        var tally = new AttackTally("id_twister");
        tally.Find("an order was cancelled by the name of another one");

        Assert.Equal([DifferenceKind.AttackSucceeded], ServiceChecks.CheckAnswers([tally], hasFaults: true).Select(difference => difference.Kind));
    }

    [Theory]
    [InlineData(1_000, 30, 10_000, 0)]
    [InlineData(4_000, 30, 10_000, 1)]
    [InlineData(1_000, 900, 10_000, 1)]
    [InlineData(1_000, 900, 1_000_000, 0)]
    public void Memory_and_disk_return_to_normal(long memoryMegabytes, long databaseMegabytes, long events, int differences)
    {
        var after = new Resources(new Dictionary<string, long> { ["silo-1"] = memoryMegabytes << 20 }, databaseMegabytes << 20, events);

        Assert.Equal(differences, ServiceChecks.CheckResources(Before, after).Count);
    }

    private static ChaosSettings Settings() => new() { Folder = "" };

    private void Send(int milliseconds, string code, int attempt = 1) => _history.Add(new RequestFailed
    {
        SentAt = Noon, Time = Noon.AddMilliseconds(milliseconds), AccountId = 1, Request = _history.Count, Attempt = attempt, Code = code,
    });
}
