using Rtx.Client;
using Rtx.Testing;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.RateLimits;

/// <summary>Kill switch and dead-man timer: each change is a commit, and one of them must always get through.</summary>
public sealed class ControlLimitTests(RtxSystem system)
{
    private const int Loops = 40;
    private const int MostRequests = 4_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Floods => ["timer", "timer over the hub", "switch"];

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Whoever_changes_his_controls_without_end_is_refused_and_turns_the_kill_switch_on_all_the_same(string flood)
    {
        await using var floor = await Floor.Open(system);
        await using var stream = floor.Trader.CreateStream();
        await stream.ConnectAsync(Token);
        await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 1m, 1m), Token);
        Func<Task> change = flood switch
        {
            "timer" => () => floor.Trader.Orders.CancelAllAfterAsync(floor.Account, TimeSpan.FromHours(1), Token),
            "timer over the hub" => () => stream.CancelAllAfterAsync(floor.Account, TimeSpan.FromHours(1), Token),
            _ => () => floor.Trader.Orders.SetKillSwitchAsync(floor.Account, isOn: false, Token),
        };

        Assert.Equal(RtxErrorCodes.RateLimited, await RepeatUntilRefusedAsync(change));

        for (var i = 0; i < Loops; i++) await floor.Trader.Orders.SetKillSwitchAsync(floor.Account, isOn: true, Token);
        Assert.Equal(RtxErrorCodes.KillSwitchOn, await Refusal.CodeOf(() => floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 1m, 1m), Token)));
        Assert.Empty(await floor.OpenOrders());
        Assert.Empty(await Eventually.GetAsync(() => Refusal.CodeOf(() => floor.Trader.Orders.SetKillSwitchAsync(floor.Account, isOn: false, Token)), code => code.Length == 0));
    }

    private static async Task<string> RepeatUntilRefusedAsync(Func<Task> change)
    {
        var (sent, refusal) = (0, "");
        await Task.WhenAll(Enumerable.Range(0, Loops).Select(async _ =>
        {
            while (refusal.Length == 0 && Interlocked.Increment(ref sent) <= MostRequests)
            {
                if (await Refusal.CodeOf(change) is { Length: > 0 } code) refusal = code;
            }
        }));
        return refusal;
    }
}
