using Microsoft.Extensions.Options;
using Rtx.Client;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Limits;
using Rtx.Model;

namespace Rtx.Api.Tests.RateLimits;

public sealed class OrderGateTests : IDisposable
{
    private const int Places = 120;
    private const int Few = 10;

    private static readonly UserId Greedy = new(1);
    private static readonly UserId Second = new(2);
    private static readonly UserId Third = new(3);

    private readonly RefusalBudget _refusals;
    private readonly OrderGate _gate;

    public OrderGateTests()
    {
        var options = Options.Create(new RateLimitOptions { MaxOrdersInFlight = Places, RefusedOrderBurstPerUser = 1 });
        _refusals = new RefusalBudget(options);
        _gate = new OrderGate(options, _refusals);
    }

    public void Dispose() => _refusals.Dispose();

    [Fact]
    public async Task What_is_too_much_is_told_to_come_back_soon_and_there_is_room_again_after_the_answer()
    {
        var first = new TaskCompletionSource<Outcome<string>>();
        var running = _gate.Pass(Greedy, Places, () => first.Task);

        var refused = _gate.Pass<string>(Second, Few + 1, () => throw new InvalidOperationException("Must not be worked on."));
        Assert.True(refused.IsCompletedSuccessfully);
        var error = (await refused).Error;
        Assert.Equal((RtxErrorCodes.Busy, 429), (error?.Code, error?.Status));
        Assert.True(error?.RetryAfter > TimeSpan.Zero);

        first.SetResult("done");
        Assert.Equal("done", (await running).Value);
        Assert.Equal("done", (await _gate.Pass(Second, Places, () => Task.FromResult<Outcome<string>>("done"))).Value);
    }

    [Fact]
    public async Task Who_comes_again_and_again_leaves_thrice_as_many_places_as_he_takes()
    {
        Assert.Equal(30, await Fill(Greedy));
        Assert.Equal(22, await Fill(Second));
        Assert.Equal(17, await Fill(Third));
        Assert.Equal(0, await Fill(Greedy));
    }

    [Fact]
    public async Task Who_has_nothing_under_way_may_send_as_much_as_is_free()
    {
        await Fill(Greedy);

        Assert.False(_gate.Pass(Second, Places - 30, Endless).IsCompleted);
        Assert.True(_gate.Pass(Third, Few + 1, Endless).IsCompleted);
    }

    [Fact]
    public async Task Whoever_has_few_orders_under_way_finds_room_while_others_have_taken_all()
    {
        Assert.False(_gate.Pass(Greedy, Places, Endless).IsCompleted);

        Assert.False(_gate.Pass(Second, 1, Endless).IsCompleted);
        Assert.Equal(Few - 1, await Fill(Second));
    }

    [Fact]
    public async Task Who_is_in_his_own_way_only_for_a_moment_is_not_refused()
    {
        var first = new TaskCompletionSource<Outcome<string>>();
        var running = _gate.Pass(Greedy, Places, () => first.Task);
        var second = _gate.Pass(Greedy, 1, () => Task.FromResult<Outcome<string>>("done"));
        Assert.False(second.IsCompleted);

        first.SetResult("done");

        Assert.Equal(("done", "done"), ((await running).Value, (await second).Value));
    }

    [Fact]
    public async Task An_order_that_fails_gives_its_place_back()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => _gate.Pass(Greedy, Places, () => Task.FromException<Outcome<string>>(new TimeoutException())));

        Assert.Equal("done", (await _gate.Pass(Greedy, Places, () => Task.FromResult<Outcome<string>>("done"))).Value);
    }

    [Fact]
    public async Task Only_who_is_in_his_own_way_pays_for_being_refused()
    {
        await Fill(Greedy);
        var refused = await _gate.Pass(Second, Places, Endless);

        Assert.Equal(RtxErrorCodes.Busy, refused.Error?.Code);
        Assert.Null(_refusals.Find(Second));
        Assert.NotNull(_refusals.Find(Greedy));
    }

    private async Task<int> Fill(UserId user)
    {
        var places = 0;
        while (true)
        {
            var begun = false;
            var order = _gate.Pass(user, 1, () =>
            {
                begun = true;
                return Endless();
            });
            if (!begun)
            {
                Assert.Equal(RtxErrorCodes.Busy, (await order).Error?.Code);
                return places;
            }

            places++;
        }
    }

    private static Task<Outcome<string>> Endless() => new TaskCompletionSource<Outcome<string>>().Task;
}
