using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Rtx.ClientApi.Cluster;
using Rtx.ClientApi.LiveData;
using Rtx.Contracts;
using Rtx.Model;
using StackExchange.Redis;

namespace Rtx.Api.Tests.Cluster;

/// <summary>What anybody may ask as often as he likes is asked of the silos once for all.</summary>
public sealed class SharedAnswersTests
{
    private const int Askers = 100;

    [Fact]
    public async Task A_book_puts_its_queue_together_once_for_all_who_ask_meanwhile()
    {
        var (asked, answer) = (0, new TaskCompletionSource<QueueSnapshot?>());
        var queues = new OrderQueues(StubGrains.That(_ => Count(ref asked, answer.Task)), TimeProvider.System);
        var reads = Enumerable.Range(0, Askers).Select(_ => queues.Read(new InstrumentId(7), CancellationToken.None)).ToList();

        answer.SetResult(new QueueSnapshot(new InstrumentId(7), Sequence: 3, Orders: []));

        Assert.All(await Task.WhenAll(reads), snapshot => Assert.Equal(3, snapshot.Sequence));
        // Those who came when the first question was on its way get what is asked after them.
        Assert.InRange(asked, 1, 2);
    }

    [Fact]
    public async Task Readiness_is_asked_once_for_all_probes_of_a_moment()
    {
        var (asked, answer) = (0, new TaskCompletionSource<IReadOnlyList<Instrument>>());
        await using var redis = await ConnectionMultiplexer.ConnectAsync("127.0.0.1:1,abortConnect=false,connectTimeout=100");
        var probe = new ReadinessProbe(new Started(), StubGrains.That(question => question.Name == nameof(IBookWatchGrain.ListFailing)
            ? Task.FromResult<IReadOnlyList<InstrumentId>>([])
            : Count(ref asked, answer.Task)), redis, new StoppedClock());
        var probes = Enumerable.Range(0, Askers).Select(_ => probe.Read(CancellationToken.None)).ToList();

        answer.SetResult([]);

        Assert.All(await Task.WhenAll(probes), result => Assert.Equal(HealthStatus.Degraded, result.Status));
        for (var i = 0; i < Askers; i++) await probe.Read(CancellationToken.None);
        Assert.Equal(1, asked);
    }

    private static object Count(ref int asked, object answer)
    {
        Interlocked.Increment(ref asked);
        return answer;
    }

    private sealed class Started : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted { get; } = new(canceled: true);

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
