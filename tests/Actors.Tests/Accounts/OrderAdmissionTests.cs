using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Rtx.Actors.Accounts;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>Which order requests a silo admits, and which it rejects immediately.</summary>
public sealed class OrderAdmissionTests : IDisposable
{
    private const string Done = "done";
    private const string Busy = "busy";
    private const int Few = 10;

    private static readonly UserId Flooder = new(1);
    private static readonly UserId Other = new(2);

    // Nothing is opened: no unit is ever written here.
    private readonly TradingDatabase _database = new("Host=localhost;Database=none");
    private readonly GroupCommit _commits;
    private readonly OrderAdmission _admission;

    public OrderAdmissionTests()
    {
        _commits = new GroupCommit(
            _database, Options.Create(new GroupCommitOptions { MaxQueuedUnits = 4 }), NullLogger<GroupCommit>.Instance);
        _admission = new OrderAdmission(Options.Create(new AccountOptions { MaxOrdersInFlight = 6 }), _commits, TimeProvider.System);
    }

    public void Dispose()
    {
        _admission.Dispose();
        _commits.Dispose();
        _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    [Fact]
    public async Task Excess_requests_are_rejected_immediately_until_another_one_ends()
    {
        TaskCompletionSource<string> first = new(), second = new();
        var running = new[]
        {
            _admission.AdmitAsync(Flooder, Few + 1, () => first.Task, Busy), _admission.AdmitAsync(Other, () => second.Task, Busy),
        };

        var refused = _admission.AdmitAsync(Flooder, () => throw new InvalidOperationException("Must not be worked on."), Busy);
        Assert.True(refused.IsCompletedSuccessfully);
        Assert.Equal(Busy, await refused);

        first.SetResult(Done);
        Assert.Equal(Done, await running[0]);
        Assert.Equal(Done, await _admission.AdmitAsync(Flooder, () => Task.FromResult(Done), Busy));
        second.SetResult(Done);
        Assert.Equal(Done, await running[1]);
    }

    [Fact]
    public async Task Few_orders_are_admitted_while_another_caller_floods()
    {
        TaskCompletionSource<string> batch = new(), order = new();
        var flood = _admission.AdmitAsync(Flooder, Few + 1, () => batch.Task, Busy);

        Assert.Equal(Busy, await _admission.AdmitAsync(Flooder, 2, () => Task.FromResult(Done), Busy));
        Assert.Equal(Busy, await _admission.AdmitAsync(Other, Few + 1, () => Task.FromResult(Done), Busy));
        var own = _admission.AdmitAsync(Other, () => order.Task, Busy);
        // As many again and no more: even well-behaved users may be too many.
        Assert.Equal(Busy, await _admission.AdmitAsync(new UserId(3), () => Task.FromResult(Done), Busy));

        order.SetResult(Done);
        Assert.Equal(Done, await own);
        Assert.Equal(Done, await _admission.AdmitAsync(new UserId(3), () => Task.FromResult(Done), Busy));
        batch.SetResult(Done);
        Assert.Equal(Done, await flood);
    }

    [Fact]
    public async Task Work_that_fails_makes_room_too()
    {
        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<TimeoutException>(
                () => _admission.AdmitAsync(Flooder, () => Task.FromException<string>(new TimeoutException()), Busy));

        Assert.Equal(Done, await _admission.AdmitAsync(Flooder, () => Task.FromResult(Done), Busy));
    }

    [Fact]
    public async Task Nothing_new_begins_while_many_units_wait_for_the_database()
    {
        for (var i = 0; i < 3; i++)
            _ = _commits.CommitAsync(new CommitUnit { Fence = new Fence(StreamKey.Of(new AccountId(i + 1)), 1, 0, 1) });

        Assert.Equal(Busy, await _admission.AdmitAsync(Flooder, () => Task.FromResult(Done), Busy));
    }
}
