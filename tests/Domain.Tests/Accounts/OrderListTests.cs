using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>
/// What the orders of a list hold together, with a real book. In the spot instrument a lot is 0.01 BTC, and a lot at 100 ticks is worth 1
/// USD.
/// </summary>
public class OrderListTests
{
    private static readonly Currency Usd = AccountFixture.Usd;
    private static readonly Currency Btc = AccountFixture.Btc;
    private readonly BookedAccount _spot = new(TestInstruments.Spot);

    private NewOrder Leg(Side side, long lots, long ticks, string name) =>
        _spot.Order(ListRole.OcoLeg, OrderType.Limit, side, lots, ticks, name);

    private NewOrder StopLeg(Side side, long lots, long ticks, long stopPx, string name) =>
        _spot.Order(ListRole.OcoLeg, OrderType.StopLimit, side, lots, ticks, name, stopPx);

    private NewOrder Entry(Side side, long lots, long ticks) => _spot.Order(ListRole.Entry, OrderType.Limit, side, lots, ticks, "entry");

    private NewOrder Profit(Side side, long lots, long ticks, string name) =>
        _spot.Order(ListRole.TakeProfit, OrderType.Limit, side, lots, ticks, name);

    private NewOrder Stop(Side side, long lots, long ticks, long stopPx) =>
        _spot.Order(ListRole.StopLoss, OrderType.StopLimit, side, lots, ticks, "stop", stopPx);

    [Fact]
    public void Legs_of_an_oco_hold_the_largest_of_them()
    {
        _spot.With(10m, Btc);

        _spot.Place(Leg(Side.Sell, 10, 120, "a"), StopLeg(Side.Sell, 30, 80, 80, "b"), Leg(Side.Sell, 20, 110, "c"));

        Assert.Equal(0.3m, _spot.Held(Btc));
    }

    [Fact]
    public void Legs_on_both_sides_hold_the_largest_of_each_side()
    {
        _spot.With(10m, Btc).With(1_000m, Usd);

        _spot.Place(Leg(Side.Buy, 10, 90, "a"), StopLeg(Side.Buy, 10, 130, 120, "b"), Leg(Side.Sell, 10, 150, "c"));

        Assert.Equal((13m, 0.1m), (_spot.Held(Usd), _spot.Held(Btc)));
    }

    [Fact]
    public void Trade_of_a_leg_leaves_the_hold_of_its_remainder_alone()
    {
        _spot.With(0.3m, Btc);
        var orders = _spot.Place(Leg(Side.Sell, 10, 120, "a"), StopLeg(Side.Sell, 30, 80, 80, "b"));

        _spot.Counter(Side.Buy, 4, 120);

        Assert.Equal((0.26m, 0.06m), (_spot.Fixture.BalanceOf(Btc).Total, _spot.Held(Btc)));
        _spot.Cancel(orders[0]);
        Assert.Equal(0m, _spot.Held(Btc));
    }

    [Fact]
    public void Oco_is_affordable_when_its_largest_leg_is()
    {
        _spot.With(10m, Usd);

        Assert.Equal(RejectReason.InsufficientFunds, _spot.Reserve(Leg(Side.Buy, 5, 100, "a"), StopLeg(Side.Buy, 11, 100, 100, "b")));
        Assert.Equal(RejectReason.None, _spot.Reserve(Leg(Side.Buy, 5, 100, "a"), StopLeg(Side.Buy, 10, 100, 100, "b")));
        Assert.Equal(10m, _spot.Held(Usd));
    }

    [Fact]
    public void Refusal_names_the_order_holds_nothing_and_leaves_the_client_order_ids_free()
    {
        _spot.With(10m, Usd);

        var decisions = _spot.ReserveAll(Leg(Side.Buy, 5, 100, "a"), Leg(Side.Buy, 11, 100, "b"), Leg(Side.Buy, 0, 100, "c"));

        Assert.Equal(
            [RejectReason.ListRefused, RejectReason.InsufficientFunds, RejectReason.QuantityTooSmall],
            decisions.Select(decision => decision.RejectReason));
        Assert.All(decisions, decision => Assert.NotNull(decision.Detail));
        Assert.Equal((0m, 10m), (_spot.Held(Usd), _spot.Fixture.BalanceOf(Usd).Available));
        Assert.True(_spot.Fixture.Reserve(Side.Buy, 10, 100, "a").IsAccepted);
    }

    [Fact]
    public void Every_order_of_a_list_is_checked_like_a_single_order()
    {
        var crowded = new BookedAccount(TestInstruments.Spot, maxOpenOrders: 1).With(10m, Usd);
        var legs = new[] { Leg(Side.Buy, 1, 100, "a"), Leg(Side.Buy, 1, 100, "b") };

        Assert.Equal(RejectReason.TooManyOpenOrders, crowded.Reserve(legs));
        Assert.Equal(
            RejectReason.InvalidTerms,
            _spot.With(10m, Usd).Reserve(legs[0], AccountFixture.Limit(TestInstruments.Spot, Side.Buy, 1, 100, "b")));
        Assert.Equal(
            RejectReason.UnknownInstrument, _spot.Reserve([.. legs.Select(leg => leg with { InstrumentId = new InstrumentId(9) })]));
        _spot.Account.IsKillSwitchOn = true;
        Assert.All(_spot.ReserveAll(legs), decision => Assert.Equal(RejectReason.KillSwitchOn, decision.RejectReason));
    }

    [Fact]
    public void Orders_of_two_instruments_are_not_a_list() =>
        Assert.Throws<ArgumentException>(() => _spot.Reserve(
            Leg(Side.Buy, 1, 100, "a"), Leg(Side.Buy, 1, 100, "b") with { InstrumentId = new InstrumentId(9) }));

    [Fact]
    public void Child_that_its_entry_pays_for_holds_what_the_entry_has_delivered()
    {
        _spot.With(10m, Usd);
        Assert.Equal(
            RejectReason.None,
            _spot.Reserve(Entry(Side.Buy, 10, 100), _spot.Order(ListRole.Child, OrderType.Limit, Side.Sell, 10, 120, "child")));
        Assert.Equal((10m, 0m), (_spot.Held(Usd), _spot.Fixture.BalanceOf(Usd).Available));
        _spot.Account.Release(new ClientOrderId("entry"));
        _spot.Account.Release(new ClientOrderId("child"));

        _spot.Place(Entry(Side.Buy, 10, 100), _spot.Order(ListRole.Child, OrderType.Limit, Side.Sell, 10, 120, "child"));
        _spot.Counter(Side.Sell, 4, 100);
        Assert.Equal((6m, 0.04m), (_spot.Held(Usd), _spot.Held(Btc)));
        _spot.Counter(Side.Sell, 6, 100);

        Assert.Equal((0m, 0.1m, 0.1m), (_spot.Held(Usd), _spot.Held(Btc), _spot.Fixture.BalanceOf(Btc).Total));
    }

    [Theory]
    [InlineData(Side.Buy, 10, 50, 5)]
    [InlineData(Side.Sell, 10, 120, 0)]
    public void Child_that_its_entry_does_not_pay_for_has_a_hold_from_the_start(Side side, long lots, long ticks, decimal more)
    {
        _spot.With(10m + more, Usd);
        var list = new[] { Entry(Side.Buy, 10, 100), _spot.Order(ListRole.Child, OrderType.Limit, side, lots, ticks, "child") };

        Assert.Equal(RejectReason.None, _spot.Reserve(list));

        Assert.Equal((10m + more, 0m), (_spot.Held(Usd), _spot.Fixture.BalanceOf(Usd).Available));
    }

    [Fact]
    public void Children_that_sell_more_than_their_entry_buys_need_the_rest_from_the_start()
    {
        _spot.With(10m, Usd).With(0.05m, Btc);
        var (entry, child) = (Entry(Side.Buy, 10, 100), _spot.Order(ListRole.Child, OrderType.Limit, Side.Sell, 10, 120, "c1"));

        Assert.Equal(RejectReason.InsufficientFunds, _spot.Reserve(entry, child, child with { ClientOrderId = new ClientOrderId("c2") }));
        Assert.Equal(
            RejectReason.None,
            _spot.Reserve(entry, child, child with { ClientOrderId = new ClientOrderId("c2"), OrderQty = new Quantity(5) }));
        Assert.Equal(0.05m, _spot.Held(Btc));
    }

    [Fact]
    public void Exits_that_buy_back_at_a_higher_price_than_their_entry_sells_need_the_difference_from_the_start()
    {
        _spot.With(0.1m, Btc).With(5m, Usd);
        var list = new[] { Entry(Side.Sell, 10, 100), Stop(Side.Buy, 10, 150, 140), Profit(Side.Buy, 10, 80, "p") };

        Assert.Equal(RejectReason.InsufficientFunds, _spot.Reserve(list[0], list[1] with { Price = new Price(151) }, list[2]));
        _spot.Place(list);
        Assert.Equal((0.1m, 5m), (_spot.Held(Btc), _spot.Held(Usd)));
        _spot.Counter(Side.Buy, 4, 100);
        Assert.Equal((4m + 5m, 9m), (_spot.Fixture.BalanceOf(Usd).Total, _spot.Held(Usd)));
        _spot.Counter(Side.Buy, 6, 100);

        Assert.Equal((15m, 15m), (_spot.Fixture.BalanceOf(Usd).Total, _spot.Held(Usd)));
    }

    [Fact]
    public void Exits_of_a_bracket_hold_each_lot_once()
    {
        _spot.With(10m, Usd);
        var orders = _spot.Place(
            Entry(Side.Buy, 10, 100), Stop(Side.Sell, 10, 80, 80), Profit(Side.Sell, 3, 120, "p1"), Profit(Side.Sell, 4, 130, "p2"));
        Assert.Equal(0m, _spot.Held(Btc));

        _spot.Counter(Side.Sell, 10, 100);
        Assert.Equal((0.1m, 0.1m), (_spot.Held(Btc), _spot.Fixture.BalanceOf(Btc).Total));
        _spot.Counter(Side.Buy, 3, 120);
        Assert.Equal((0.07m, 0.07m), (_spot.Held(Btc), _spot.Fixture.BalanceOf(Btc).Total));
        _spot.Cancel(orders[1]);
        Assert.Equal(0.04m, _spot.Held(Btc));
        _spot.Cancel(orders[3]);
        Assert.Equal(0m, _spot.Held(Btc));
    }

    [Fact]
    public void Exits_that_buy_hold_each_lot_at_the_worse_price_of_those_that_may_trade_it()
    {
        _spot.With(0.1m, Btc).With(100m, Usd);

        _spot.Place(Stop(Side.Buy, 10, 150, 140), Profit(Side.Buy, 4, 90, "p1"), Profit(Side.Buy, 4, 160, "p2"));

        Assert.Equal((4 * 1.5m) + (4 * 1.6m) + (2 * 1.5m), _spot.Held(Usd));
    }

    [Fact]
    public void Exits_without_an_entry_have_a_hold_from_their_reservation()
    {
        _spot.With(0.1m, Btc);

        Assert.Equal(RejectReason.InsufficientFunds, _spot.Reserve(Stop(Side.Sell, 11, 80, 80), Profit(Side.Sell, 11, 120, "p")));
        Assert.Equal(RejectReason.None, _spot.Reserve(Stop(Side.Sell, 10, 80, 80), Profit(Side.Sell, 10, 120, "p")));
        Assert.Equal(0.1m, _spot.Held(Btc));
    }

    [Fact]
    public void Amendment_of_a_leg_needs_what_the_list_then_needs()
    {
        _spot.With(10m, Usd);
        var orders = _spot.Place(Leg(Side.Buy, 5, 100, "a"), Leg(Side.Buy, 8, 100, "b"));

        Assert.True(_spot.Fixture.ReserveAmend(orders[0].OrderId, 8, null).IsAccepted);
        Assert.Equal(8m, _spot.Held(Usd));
        Assert.Equal(RejectReason.InsufficientFunds, _spot.Fixture.ReserveAmend(orders[1].OrderId, 11, null).RejectReason);
        Assert.True(_spot.Fixture.ReserveAmend(orders[1].OrderId, 10, null).IsAccepted);
        Assert.Equal(10m, _spot.Held(Usd));
        _spot.Account.ReleaseAmend(AccountFixture.Amendment(orders[1].OrderId, 10, null));
        Assert.Equal(8m, _spot.Held(Usd));
    }

    [Fact]
    public void Legs_of_a_margined_oco_count_the_one_that_needs_most()
    {
        // The stop needs 60 times 100 USD of margin, and the same for its loss beyond the mark.
        var margined = new BookedAccount(TestInstruments.Margined).With(12_000m, Usd);
        margined.Fixture.Mark(20_000);

        margined.Place(
            margined.Order(ListRole.OcoLeg, OrderType.Limit, Side.Buy, 100, 19_000, "a"),
            margined.Order(ListRole.OcoLeg, OrderType.StopLimit, Side.Buy, 60, 21_000, "b", 21_000),
            margined.Order(ListRole.OcoLeg, OrderType.Limit, Side.Sell, 90, 21_000, "c"));

        Assert.Equal(12_000m, margined.Fixture.BalanceOf(Usd).InitialMargin);
    }

    [Fact]
    public void Exits_of_a_margined_bracket_need_no_margin_beyond_that_of_the_position()
    {
        var margined = new BookedAccount(TestInstruments.Margined).With(10_000m, Usd);
        margined.Fixture.Mark(20_000);
        margined.Place(
            margined.Order(ListRole.Entry, OrderType.Limit, Side.Buy, 100, 20_000, "entry"),
            margined.Order(ListRole.StopLoss, OrderType.StopLimit, Side.Sell, 100, 18_000, "stop", 18_000),
            margined.Order(ListRole.TakeProfit, OrderType.Limit, Side.Sell, 100, 22_000, "profit"));

        margined.Counter(Side.Sell, 100, 20_000);

        Assert.Equal(10_000m, margined.Fixture.BalanceOf(Usd).InitialMargin);
        Assert.Equal(2, margined.Account.Summarize(margined.Fixture.MarkOf).OpenOrders.Count);
    }

    [Fact]
    public void List_that_was_never_reserved_here_has_the_same_hold_from_its_events_alone()
    {
        _spot.With(10m, Usd);
        _spot.Place(
            Entry(Side.Buy, 10, 100), Stop(Side.Sell, 10, 80, 80), Profit(Side.Sell, 3, 120, "p1"), Profit(Side.Sell, 4, 130, "p2"));
        _spot.Counter(Side.Sell, 10, 100);
        _spot.Counter(Side.Buy, 2, 120);
        var recovered = new AccountFixture(TestInstruments.Spot).With(10m, Usd);
        var restored = new AccountFixture(TestInstruments.Spot).With(10m, Usd);
        foreach (var order in _spot.Account.Summarize(_spot.Fixture.MarkOf).OpenOrders) restored.Account.RestoreOpenOrder(order);

        foreach (var e in _spot.Events) recovered.Account.Apply(e, e.Time);

        Assert.Equal(_spot.Fixture.BalanceOf(Btc), recovered.BalanceOf(Btc));
        Assert.Equal(_spot.Held(Btc), restored.BalanceOf(Btc).Held);
        foreach (var e in _spot.Events) restored.Account.Apply(e, e.Time);
        Assert.Equal(_spot.Fixture.BalanceOf(Btc), restored.BalanceOf(Btc));
    }

    [Fact]
    public void List_that_the_book_rejects_holds_nothing()
    {
        _spot.With(10m, Usd);
        _spot.SetState(TradingState.Halted);

        var orders = _spot.Place(Leg(Side.Buy, 5, 100, "a"), Leg(Side.Buy, 8, 100, "b"));

        Assert.All(orders, Assert.Null);
        Assert.Equal(0m, _spot.Held(Usd));
        Assert.True(_spot.Fixture.Reserve(Side.Buy, 10, 100, "c").IsAccepted);
    }
}
