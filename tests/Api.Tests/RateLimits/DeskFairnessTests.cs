using Rtx.Client;
using Rtx.Testing;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.RateLimits;

/// <summary>What one trader does to the desk is no reason to refuse an order of another.</summary>
public sealed class DeskFairnessTests(RtxSystem system)
{
    private const int HonestOrders = 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batches_of_unknown_symbols_keep_nobody_out()
    {
        await using var floor = await Floor.Open(system);

        var answers = await AttackAsync(floor, loops: 5, () => floor.Other.Orders.PlaceBatchAsync(floor.OtherAccount, Batch(floor, NewName), Token));

        Assert.All(answers, answer => Assert.Contains(answer, new[] { "", RtxErrorCodes.RateLimited }));
    }

    [Fact]
    public async Task Batches_on_foreign_accounts_keep_nobody_out()
    {
        await using var floor = await Floor.Open(system);

        var answers = await AttackAsync(floor, loops: 8, () => floor.Other.Orders.PlaceBatchAsync(floor.Account, Batch(floor, () => floor.Symbol), Token));

        Assert.All(answers, answer => Assert.Contains(answer, new[] { RtxErrorCodes.UnknownAccount, RtxErrorCodes.RateLimited }));
    }

    [Fact]
    public async Task Batches_on_accounts_of_other_numbers_each_time_keep_nobody_out()
    {
        await using var floor = await Floor.Open(system);
        var number = 1_000_000_000L;

        var answers = await AttackAsync(floor, loops: 8, () => floor.Other.Orders.PlaceBatchAsync(Interlocked.Increment(ref number), Batch(floor, () => floor.Symbol), Token));

        Assert.All(answers, answer => Assert.Contains(answer, new[] { RtxErrorCodes.UnknownAccount, RtxErrorCodes.RateLimited }));
    }

    [Fact]
    public async Task A_flood_of_orders_keeps_nobody_out()
    {
        await using var floor = await Floor.Open(system);

        var answers = await AttackAsync(floor, loops: 8, () => floor.Other.Orders.PlaceBatchAsync(floor.OtherAccount, Batch(floor, () => floor.Symbol), Token));

        Assert.Contains("", answers);
    }

    [Fact]
    public async Task Nonsense_over_the_hub_keeps_nobody_out()
    {
        await using var floor = await Floor.Open(system);
        await using var stream = floor.Other.CreateStream();
        await stream.ConnectAsync(Token);

        var answers = await AttackAsync(floor, loops: 20, () => stream.PlaceOrderBatchAsync(floor.OtherAccount, Batch(floor, NewName), Token));

        Assert.All(answers, answer => Assert.Contains(answer, new[] { "", RtxErrorCodes.RateLimited }));
    }

    [Fact]
    public async Task Who_has_been_refused_too_often_may_still_cancel_and_is_served_again_after_a_pause()
    {
        await using var floor = await Floor.Open(system);
        var resting = await floor.Rest(Side.Buy, 10m, 1m);

        await Eventually.GetAsync(() => Refusal.CodeOf(() => floor.Other.Orders.PlaceBatchAsync(floor.Account, Batch(floor, () => floor.Symbol), Token)), code => code == RtxErrorCodes.RateLimited);
        var cancelled = await floor.Other.Orders.CancelAsync(floor.OtherAccount, resting.Order.OrderId, Token);

        Assert.Equal(OrdStatus.Canceled, cancelled.Order.Status);
        Assert.Empty(await Eventually.GetAsync(() => Refusal.CodeOf(() => floor.Rest(Side.Buy, 10m, 1m)), code => code.Length == 0));
    }

    [Fact]
    public async Task What_was_unknown_a_moment_ago_is_found_once_it_is_there()
    {
        await using var floor = await Floor.Open(system);
        var administrator = await system.AdministratorAsync();
        var request = Traders.NewContract();
        var order = floor.Limit(Side.Buy, 1m, 1m) with { Symbol = request.Symbol };
        Assert.Equal(RtxErrorCodes.UnknownInstrument, await Refusal.CodeOf(() => floor.Trader.Orders.PlaceAsync(floor.Account, order, Token)));

        await administrator.Administration.CreateInstrumentAsync(request, Token);

        Assert.Empty(await Eventually.GetAsync(() => Refusal.CodeOf(() => floor.Trader.Orders.PlaceAsync(floor.Account, order, Token)), code => code.Length == 0));
    }

    /// <summary>Lets an attack go on while the trader places orders, none of which may be refused; returns what the attacker was told, empty for an answer without error.</summary>
    private static async Task<IReadOnlyCollection<string>> AttackAsync(Floor floor, int loops, Func<Task> attack)
    {
        var (isOver, attacks) = (false, 0);
        var running = Enumerable.Range(0, loops).Select(_ => Task.Run(RepeatAsync, Token)).ToList();
        var honest = new List<string>();
        // What the attackers can take is taken before the trader comes.
        await Eventually.HoldsAsync(() => Volatile.Read(ref attacks) >= 2 * loops, "the attack is under way");
        for (var i = 0; i < HonestOrders; i++) honest.Add(await Refusal.CodeOf(() => floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 1m, 1m), Token)));
        Volatile.Write(ref isOver, true);
        var answers = (await Task.WhenAll(running)).SelectMany(codes => codes).ToList();
        // An order that a loaded machine did not answer in time was not refused.
        Assert.Equal([], honest.Where(code => code is not ("" or RtxErrorCodes.OutcomeUnknown or RtxErrorCodes.Unavailable)));
        return answers;

        async Task<List<string>> RepeatAsync()
        {
            var codes = new List<string>();
            do
            {
                codes.Add(await Refusal.CodeOf(attack));
                Interlocked.Increment(ref attacks);
            }
            while (!Volatile.Read(ref isOver));
            return codes;
        }
    }

    private static PlaceOrderBatchRequest Batch(Floor floor, Func<string> symbol) => new()
    {
        Orders = [.. Enumerable.Range(0, PlaceOrderBatchRequest.MaxOrders).Select(_ => floor.Limit(Side.Buy, 1m, 1m) with { Symbol = symbol() })],
    };

    private static string NewName() => $"N{Guid.NewGuid():N}"[..16].ToUpperInvariant();
}
