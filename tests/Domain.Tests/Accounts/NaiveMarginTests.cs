using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>
/// Compares the account's arithmetic with <see cref="NaiveMargin"/> for random positions and orders; the seed is in the test case's name.
/// </summary>
public class NaiveMarginTests
{
    private const int Accounts = 4_000;
    private const long Mark = 20_000;
    private const decimal Rounding = 0.000001m;
    private static readonly Instrument Instrument = TestInstruments.Margined with { MakerFeeRate = 0.0003m, TakerFeeRate = 0.0007m };
    private static readonly Currency Usd = AccountFixture.Usd;
    private int _names;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Single_orders_need_exactly_what_their_worst_trades_need(int seed)
    {
        var random = new Random(seed);
        for (var number = 0; number < Accounts; number++)
        {
            var (position, orders) = (random.Next(-60, 61), Orders(random, count: 6, mayReduceOnly: false));

            Assert.True(Math.Abs(Need(position, orders) - Naive(position, orders)) < Rounding, Text(seed, number, position, orders));
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Orders_with_some_reduce_only_need_at_least_what_their_worst_trades_need(int seed)
    {
        var random = new Random(seed);
        for (var number = 0; number < Accounts; number++)
        {
            var (position, orders) = (random.Next(-60, 61), Orders(random, count: 5, mayReduceOnly: true));

            Assert.True(Need(position, orders) > Naive(position, orders) - Rounding, Text(seed, number, position, orders));
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Lists_need_at_least_what_their_worst_trades_need(int seed)
    {
        var random = new Random(seed);
        for (var number = 0; number < Accounts; number++)
        {
            var (position, orders) = (
                random.Next(-60, 61),
                new[] { List(random), Orders(random, count: 2, mayReduceOnly: true) }.SelectMany(some => some).ToArray());

            Assert.True(Need(position, orders) > Naive(position, orders) - Rounding, Text(seed, number, position, orders));
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void Order_is_accepted_when_equity_covers_it_or_when_it_does_not_raise_the_need(int seed)
    {
        var random = new Random(seed);
        var (covered, raisedNothing, refused) = (0, 0, 0);
        for (var number = 0; number < Accounts; number++)
        {
            var (position, open, order) = (
                random.Next(-60, 61), Orders(random, count: 4, mayReduceOnly: false), Orders(random, count: 1, mayReduceOnly: false));
            NaiveOrder[] all = [.. open, .. order];
            var (before, after) = (Naive(position, open), Naive(position, all));
            var equity = decimal.Round(after * (decimal)(random.NextDouble() * 1.5), 2);
            var fixture = Account(position, open).With(equity + 0.01m, Usd);
            var isCovered = after <= equity + 0.01m;
            var raisesNothing = after <= before && (Loss(order) == 0m || Loss(all) <= equity + 0.01m);

            var decision = fixture.Reserve(Request(order[0]));

            Assert.True(
                decision.IsAccepted == (isCovered || raisesNothing), $"{Text(seed, number, position, all)}, equity {equity}: {decision}");
            if (isCovered) covered++;
            else if (raisesNothing) raisedNothing++;
            else refused++;
        }

        Assert.True(covered > 100 && raisedNothing > 20 && refused > 100, $"{covered}, {raisedNothing}, {refused}");
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    public void The_order_of_arrival_does_not_change_the_need(int seed)
    {
        var random = new Random(seed);
        for (var number = 0; number < Accounts; number++)
        {
            var position = random.Next(-60, 61) * random.Next(2);
            NaiveOrder[] list = [.. List(random).Select(order => order with { IsReduceOnly = random.Next(2) == 0 })];
            var singles = Orders(random, count: 3, mayReduceOnly: true);
            NaiveOrder[] orders = [.. list, .. singles];
            // Orders of the list keep their order.
            var shuffled = orders.ToArray();
            random.Shuffle(shuffled);
            var next = 0;
            for (var index = 0; index < shuffled.Length; index++)
                shuffled[index] = shuffled[index].Role == ListRole.None ? shuffled[index] : list[next++];

            Assert.True(Need(position, orders) == Need(position, shuffled), Text(seed, number, position, orders));
        }
    }

    private static decimal Naive(long position, IReadOnlyList<NaiveOrder> orders) =>
        new NaiveMargin(Instrument, Mark, orders).Need(position);

    private static decimal Loss(IEnumerable<NaiveOrder> orders) =>
        orders.Sum(order => Math.Max(0, order.Side.Sign() * (order.Ticks - Mark)) * order.Lots * Instrument.TickLotValue);

    private decimal Need(long position, IReadOnlyList<NaiveOrder> orders) =>
        Account(position, orders).With(1m, Usd).BalanceOf(Usd).InitialMargin;

    private AccountFixture Account(long position, IReadOnlyList<NaiveOrder> orders)
    {
        var fixture = new AccountFixture(Instrument);
        fixture.Mark(Mark);
        fixture.Account.RestorePosition(Instrument.Id, position, position * Mark * Instrument.TickLotValue, 0m);
        var list = OrderId.Create(Instrument.Id, 1_000_000);
        foreach (var order in orders)
        {
            var request = Request(order);
            if (order.Role != ListRole.None)
                request = request with
                {
                    Instructions = (request.Instructions ?? new OrderInstructions()) with { ListRole = order.Role, ListId = list },
                };
            fixture.Opens(
                request,
                order.IsWaiting
                    ? OrderPlace.Trigger
                    : order.Role is ListRole.StopLoss or ListRole.TakeProfit
                    ? OrderPlace.Held
                    : OrderPlace.Book);
        }

        return fixture;
    }

    private NewOrder Request(NaiveOrder order)
    {
        var request = AccountFixture.Limit(Instrument, order.Side, order.Lots, order.Ticks, $"o{++_names}");
        if (order.IsReduceOnly) request = request with { Instructions = new OrderInstructions { ReduceOnly = true } };
        return order.IsWaiting
            ? request with
            {
                OrderType = OrderType.StopLimit, Instructions = (request.Instructions ?? new OrderInstructions()) with
                {
                    StopPx = new Price(order.Ticks),
                },
            }
            : request;
    }

    private static NaiveOrder[] Orders(Random random, int count, bool mayReduceOnly) =>
        [.. Enumerable.Range(0, random.Next(1, count + 1))
            .Select(_ => new NaiveOrder(SideOf(random), random.Next(1, 81), TicksOf(random), mayReduceOnly && random.Next(2) == 0))];

    private static NaiveOrder[] List(Random random)
    {
        if (random.Next(3) == 0)
        {
            return [.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => new NaiveOrder(
                SideOf(random), random.Next(1, 81), TicksOf(random), IsWaiting: random.Next(2) == 0, Role: ListRole.OcoLeg))];
        }

        var (side, lots) = (SideOf(random), random.Next(2, 81));
        NaiveOrder[] exits =
        [
            new(side.Opposite(), lots, TicksOf(random), IsWaiting: random.Next(2) == 0, Role: ListRole.StopLoss),
            new(side.Opposite(), lots / 2, TicksOf(random), Role: ListRole.TakeProfit),
            new(side.Opposite(), lots / 2, TicksOf(random), Role: ListRole.TakeProfit),
        ];
        return random.Next(3) == 0 ? exits : [new(side, lots, TicksOf(random), Role: ListRole.Entry), .. exits];
    }

    private static Side SideOf(Random random) => random.Next(2) == 0 ? Side.Buy : Side.Sell;

    // Near the mark, like most orders, or anywhere.
    private static long TicksOf(Random random) => random.Next(3) == 0 ? random.Next(1, 60_000) : Mark + random.Next(-1_500, 1_501);

    private static string Text(int seed, int number, long position, IEnumerable<NaiveOrder> orders) =>
        $"seed {seed}, account {number}: position {position}, {string.Join("; ", orders)}";
}
