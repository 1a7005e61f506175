using Npgsql;
using Rtx.Model;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using static Rtx.Storage.Tests.Trading.OrderEvents;

namespace Rtx.Storage.Tests.Trading;

public sealed class StoredOrderTermsTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly InstrumentId Spot = TestInstruments.Spot.Id;
    private static readonly InstrumentId Margined = TestInstruments.Margined.Id;
    private static readonly OrderInstructions Everything = new()
    {
        StopPx = new Price(105),
        TriggerSource = TriggerSource.MarkPrice,
        DisplayQty = new Quantity(3),
        SelfTradePrevention = SelfTradePrevention.CancelBoth,
        Tag = new OrderTag("grid:4"),
    };

    private TradingFixture _trading = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _trading = await TradingFixture.StartAsync(postgres);

    public ValueTask DisposeAsync() => _trading.DisposeAsync();

    [Fact]
    public async Task An_event_and_its_order_are_read_as_they_were_written()
    {
        var accepted = Accepted(Spot, 1, _trading.Alice, "a", Side.Buy) with
        {
            OrderType = OrderType.StopLimit, Place = OrderPlace.Trigger, DisplayedQty = new Quantity(3), Instructions = Everything,
            Reason = ExecReason.Trailed,
        };

        await _trading.CommitAsync(accepted);

        var opened = (await _trading.Books.OpenAsync(Spot, Cancel))!;
        Assert.Equal(accepted, Assert.Single(await _trading.Books.ReadEventsAsync(Spot, 0, 10, Cancel)));
        Assert.Equal(accepted.ToOrder(), Assert.Single(opened.OpenOrders));
        Assert.Empty(await _trading.FindBrokenInvariantsAsync());
    }

    [Fact]
    public async Task A_later_event_changes_every_term_of_the_order()
    {
        var accepted = Accepted(Spot, 1, _trading.Alice, "a", Side.Buy) with
        {
            OrderType = OrderType.StopLimit,
            Place = OrderPlace.Trigger,
            Instructions = Everything,
        };
        await _trading.CommitAsync(accepted);
        var restated = accepted.Then(2, ExecType.Restated, ExecReason.Trailed) with
        {
            Price = new Price(99), OrderQty = new Quantity(8), LeavesQty = new Quantity(8), DisplayedQty = new Quantity(2),
            Place = OrderPlace.Book,
            PrioritySequence = 2, Instructions = Everything with { StopPx = new Price(104) },
        };

        await _trading.CommitAsync(restated);

        Assert.Equal(restated.ToOrder(), await _trading.Accounts.FindOrderAsync(_trading.Alice, accepted.OrderId, Cancel));
        Assert.Empty(await _trading.FindBrokenInvariantsAsync());
    }

    [Fact]
    public async Task An_expired_order_is_closed()
    {
        var accepted = Accepted(Spot, 1, _trading.Alice, "a", Side.Buy);
        var expired = accepted.Closed(2, ExecType.Expired, ExecReason.SessionEnded);

        await _trading.CommitAsync(accepted, expired);

        var opened = (await _trading.Books.OpenAsync(Spot, Cancel))!;
        Assert.Empty(opened.OpenOrders);
        Assert.Equal(expired.Time, opened.LastEventTime);
        Assert.Equal(expired.ToOrder(), await _trading.Accounts.FindOrderAsync(_trading.Alice, accepted.OrderId, Cancel));
        Assert.Empty(await _trading.FindBrokenInvariantsAsync());
    }

    [Fact]
    public async Task A_renamed_order_answers_to_all_its_names()
    {
        var first = Accepted(Spot, 1, _trading.Alice, "first", Side.Buy);
        var second = first.Then(2, ExecType.Replaced) with { ClientOrderId = new ClientOrderId("second") };
        var third = first.Then(3, ExecType.Replaced) with { ClientOrderId = new ClientOrderId("third") };
        await _trading.CommitAsync(first);
        await _trading.CommitAsync(second);
        await _trading.CommitAsync(third);

        string[] names = ["first", "second", "third"];
        foreach (var name in names)
            Assert.Equal(third.ToOrder(), (await _trading.Accounts.FindOrderAsync(_trading.Alice, new ClientOrderId(name), Cancel))?.Order);
        Assert.Null(await _trading.Accounts.FindOrderAsync(_trading.Bob, new ClientOrderId("first"), Cancel));
        Assert.Equivalent(
            names, (await _trading.Accounts.OpenAsync(_trading.Alice, maxClientOrderIds: 100, Cancel))!.ClientOrderIds, strict: true);
        Assert.Empty(await _trading.FindBrokenInvariantsAsync());
    }

    [Fact]
    public async Task An_order_that_is_renamed_in_the_flush_of_its_first_event_keeps_all_its_names()
    {
        var first = Accepted(Spot, 1, _trading.Alice, "first", Side.Buy);
        var second = first.Then(2, ExecType.Replaced) with { ClientOrderId = new ClientOrderId("second") };
        var third = first.Then(3, ExecType.Replaced) with { ClientOrderId = new ClientOrderId("third") };

        await _trading.CommitAsync(first, second, third);

        Assert.NotNull(await _trading.Accounts.FindOrderAsync(_trading.Alice, new ClientOrderId("first"), Cancel));
        Assert.NotNull(await _trading.Accounts.FindOrderAsync(_trading.Alice, new ClientOrderId("second"), Cancel));
    }

    [Fact]
    public async Task An_amended_order_that_keeps_its_name_has_no_other_one()
    {
        var first = Accepted(Spot, 1, _trading.Alice, "first", Side.Buy);
        await _trading.CommitAsync(first);

        await _trading.CommitAsync(first.Then(2, ExecType.Replaced) with { Price = new Price(99) });

        Assert.Equal(1L, await _trading.QueryAsync<long>("select count(*) from order_names"));
    }

    [Fact]
    public async Task A_name_is_taken_for_ever_by_an_order_by_one_that_had_it_and_by_one_that_was_refused()
    {
        var one = Accepted(Spot, 1, _trading.Alice, "one", Side.Buy);
        await _trading.CommitAsync(one, one.Then(2, ExecType.Replaced) with { ClientOrderId = new ClientOrderId("other") });
        await RefuseAsync("refused");

        foreach (var taken in new[] { "one", "other", "refused" })
        {
            var violation = await Assert.ThrowsAsync<CommitRefusedException>(
                () => _trading.CommitAsync(Accepted(Spot, 3, _trading.Alice, taken, Side.Buy)));
            Assert.Equal("pk_order_names", Assert.IsType<PostgresException>(violation.InnerException).ConstraintName);
            await Assert.ThrowsAsync<CommitRefusedException>(() => RefuseAsync(taken));
        }

        await _trading.CommitAsync(Accepted(Spot, 3, _trading.Alice, "three", Side.Buy));
        await Assert.ThrowsAsync<CommitRefusedException>(
            () =>
                _trading.CommitAsync(Accepted(
                    Spot, 3, _trading.Alice, "three",
                    Side.Buy).Then(4, ExecType.Replaced) with { ClientOrderId = new ClientOrderId("one") }));
        Assert.Empty(await _trading.FindBrokenInvariantsAsync());

        Task RefuseAsync(string name) =>
            _trading.RefuseAsync(
                _trading.Alice, RequestOf(Accepted(Spot, 9, _trading.Alice, name, Side.Buy)), RejectReason.InsufficientFunds);
    }

    [Fact]
    public async Task A_repeated_request_is_compared_with_the_first_event()
    {
        var accepted = Accepted(Spot, 1, _trading.Alice, "a", Side.Buy) with { Instructions = Everything with { StopPx = null } };
        await _trading.CommitAsync(accepted, accepted.Then(2, ExecType.Replaced) with { Price = new Price(90), Instructions = null });

        var placed = (await _trading.Accounts.FindOrderAsync(_trading.Alice, new ClientOrderId("a"), Cancel))!;

        Assert.Equal(
            (accepted.Price, accepted.OrderQty, accepted.Instructions),
            (placed.FirstPrice, placed.FirstOrderQty, placed.FirstInstructions));
        Assert.True(placed.IsAnswerTo(RequestOf(accepted)));
        Assert.False(placed.IsAnswerTo(RequestOf(accepted) with { Instructions = null }));
    }

    [Fact]
    public async Task A_refused_order_keeps_all_that_it_asked_for()
    {
        var request = RequestOf(Accepted(Spot, 1, _trading.Alice, "a", Side.Sell)) with
        {
            OrderType = OrderType.TrailingStopLimit,
            Price = null,
            LimitOffset = 5,
            Instructions = new OrderInstructions { TrailOffset = new TrailOffset(150, IsBasisPoints: true) },
        };

        await _trading.RefuseAsync(_trading.Alice, request, RejectReason.NoReferencePrice);

        var placed = (await _trading.Accounts.FindOrderAsync(_trading.Alice, request.ClientOrderId, Cancel))!;
        Assert.Equal(
            (OrdStatus.Rejected, OrderPlace.None, request.Instructions),
            (placed.Order.Status, placed.Order.Place, placed.Order.Instructions));
        Assert.True(placed.IsAnswerTo(request));
        Assert.False(placed.IsAnswerTo(request with { LimitOffset = 6 }));
    }

    [Fact]
    public async Task A_book_opens_with_what_its_accounts_traded()
    {
        var (buy, sell) = (Accepted(Margined, 1, _trading.Alice, "a", Side.Buy), Accepted(Margined, 2, _trading.Bob, "b", Side.Sell));
        await _trading.CommitAsync([buy, sell, .. Traded(buy, sell, 3, isAuction: false)]);
        var (more, contra) = (Accepted(Margined, 5, _trading.Alice, "c", Side.Buy), Accepted(Margined, 6, _trading.Bob, "d", Side.Sell));
        await _trading.CommitAsync([more, contra, .. Traded(more, contra, 7, isAuction: false)]);

        var opened = (await _trading.Books.OpenAsync(Margined, Cancel))!;

        Assert.Equal([(_trading.Alice, 20L), (_trading.Bob, -20L)], opened.Positions);
        Assert.Empty(await _trading.FindBrokenInvariantsAsync());
    }

    [Fact]
    public async Task A_closed_position_and_a_spot_book_have_none()
    {
        var (buy, sell) = (Accepted(Margined, 1, _trading.Alice, "a", Side.Buy), Accepted(Margined, 2, _trading.Alice, "b", Side.Sell));
        await _trading.CommitAsync([buy, sell, .. Traded(buy, sell, 3, isAuction: false)]);
        var (spotBuy, spotSell) = (Accepted(Spot, 1, _trading.Alice, "c", Side.Buy), Accepted(Spot, 2, _trading.Bob, "d", Side.Sell));
        await _trading.CommitAsync([spotBuy, spotSell, .. Traded(spotBuy, spotSell, 3, isAuction: false)]);

        Assert.Empty((await _trading.Books.OpenAsync(Margined, Cancel))!.Positions);
        Assert.Empty((await _trading.Books.OpenAsync(Spot, Cancel))!.Positions);
    }

    [Fact]
    public async Task A_trade_of_an_auction_is_one_trade_without_an_aggressor()
    {
        var (buy, sell) = (Accepted(Spot, 1, _trading.Alice, "a", Side.Buy), Accepted(Spot, 2, _trading.Bob, "b", Side.Sell));

        await _trading.CommitAsync([buy, sell, .. Traded(buy, sell, 3, isAuction: true)]);

        var trade = Assert.Single(await new HistoryStore(_trading.Database).GetTradesAsync(Spot, before: null, 10, Cancel));
        Assert.Null(trade.AggressorSide);
        Assert.Equal(
            buy.OrderId.Value,
            await _trading.QueryAsync<long>("select buy_order_id from trades where sell_order_id = $1", sell.OrderId.Value));
        Assert.Empty(await _trading.FindBrokenInvariantsAsync());
    }

    [Fact]
    public async Task Executions_are_trades_or_what_happened_for_a_reason()
    {
        var (buy, sell, own) = (Accepted(
            Spot, 1, _trading.Alice, "a",
            Side.Buy), Accepted(Spot, 2, _trading.Bob, "b", Side.Sell), Accepted(Spot, 5, _trading.Alice, "c", Side.Buy));
        var prevented = own.Closed(6, ExecType.Canceled, ExecReason.SelfTradePrevention);
        await _trading.CommitAsync([buy, sell, .. Traded(buy, sell, 3, isAuction: false), own, prevented]);
        var history = new HistoryStore(_trading.Database);

        var trades = await history.GetExecutionsAsync(
            _trading.Alice, instrument: null, order: null, reason: null, before: null, 10, Cancel);
        var preventions = await history.GetExecutionsAsync(
            _trading.Alice, Spot, order: null, ExecReason.SelfTradePrevention, before: null, 10, Cancel);

        Assert.Equal(ExecType.Trade, Assert.Single(trades).ExecType);
        Assert.Equal(prevented, Assert.Single(preventions));
    }

    private static NewOrder RequestOf(OrderEvent accepted) => new()
    {
        ClientOrderId = accepted.ClientOrderId,
        InstrumentId = accepted.OrderId.Instrument,
        Side = accepted.Side,
        OrderType = accepted.OrderType,
        TimeInForce = accepted.TimeInForce,
        OrderQty = accepted.OrderQty,
        Price = accepted.Price,
        Instructions = accepted.Instructions,
    };
}
