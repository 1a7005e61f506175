using Rtx.Client;
using Rtx.Testing;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

public sealed class RestTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_login_needs_the_right_password()
    {
        using var client = await system.NewClientAsync();
        var wrong = await Assert.ThrowsAsync<RtxException>(() => client.LoginAsync(RtxSystem.AdministratorName, "wrong", Token));
        Assert.Equal((RtxErrorCodes.InvalidCredentials, 401), (wrong.Code, wrong.Status));
        var nobody = await Assert.ThrowsAsync<RtxException>(() => client.LoginAsync("nobody-at-all", "wrong", Token));
        Assert.Equal(RtxErrorCodes.InvalidCredentials, nobody.Code);
        var session = await client.LoginAsync(RtxSystem.AdministratorName.ToUpperInvariant(), RtxSystem.AdministratorPassword, Token);
        Assert.Equal(UserRole.Administrator, session.User.Role);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_shown()
    {
        using var client = await system.NewClientAsync();
        var error = await Assert.ThrowsAsync<RtxException>(() => client.Accounts.ListAsync(Token));
        Assert.Equal((RtxErrorCodes.Unauthenticated, 401), (error.Code, error.Status));
    }

    [Fact]
    public async Task Two_orders_that_meet_fill_and_settle_into_positions_and_ledger()
    {
        var instrument = await system.NewInstrumentAsync(Token);
        var (buyer, buyerAccount) = await system.NewTraderAsync(Token, (10_000m, "USD"));
        var (seller, sellerAccount) = await system.NewTraderAsync(Token, (10_000m, "USD"));
        using var buyerScope = buyer;
        using var sellerScope = seller;

        var resting = await seller.Orders.PlaceAsync(sellerAccount, Traders.Limit(instrument, Side.Sell, 100.25m, 3m), Token);
        Assert.Equal((OrdStatus.New, 3m), (resting.Order.Status, resting.Order.LeavesQty));
        var taken = await buyer.Orders.PlaceAsync(buyerAccount, Traders.Limit(instrument, Side.Buy, 101m, 2m), Token);
        Assert.Equal((OrdStatus.Filled, 100.25m), (taken.Order.Status, taken.Order.AvgPx));
        var fill = Assert.Single(taken.Fills);
        Assert.Equal((100.25m, 2m, resting.Order.OrderId), (fill.LastPx, fill.LastQty, fill.RestingOrderId));

        var position = await OnlyPositionOf(buyer, buyerAccount);
        Assert.Equal((instrument.Symbol, 2m, 100.25m), (position.Symbol, position.Quantity, position.AvgPx));
        var other = await OnlyPositionOf(seller, sellerAccount);
        Assert.Equal(-2m, other.Quantity);

        var execution = Assert.Single(await buyer.Accounts.GetExecutionsAsync(buyerAccount, cancellationToken: Token));
        Assert.Equal((ExecType.Trade, fill.TradeId), (execution.ExecType, execution.TradeId));
        var ledger = await buyer.Accounts.GetLedgerAsync(buyerAccount, cancellationToken: Token);
        Assert.Contains(ledger, transaction => transaction.Kind == LedgerTransactionKind.Deposit);
        Assert.All(ledger, transaction => Assert.All(transaction.Postings.GroupBy(posting => posting.Currency), postings => Assert.Equal(0m, postings.Sum(posting => posting.Amount))));
        var trade = Assert.Single(await buyer.Instruments.GetTradesAsync(instrument.Symbol, cancellationToken: Token));
        Assert.Equal((fill.TradeId, Side.Buy), (trade.TradeId, trade.AggressorSide));
    }

    [Fact]
    public async Task The_same_client_order_id_gets_the_same_answer_and_other_content_is_a_conflict()
    {
        var instrument = await system.NewInstrumentAsync(Token);
        var (trader, account) = await system.NewTraderAsync(Token, (10_000m, "USD"));
        using var scope = trader;
        var request = Traders.Limit(instrument, Side.Buy, 10m, 5m);
        var first = await trader.Orders.PlaceAsync(account, request, Token);
        var second = await trader.Orders.PlaceAsync(account, request, Token);
        Assert.Equal(first.Order, second.Order);
        Assert.Equal(first.Order, await trader.Orders.GetAsync(account, request.ClientOrderId, Token));
        var conflict = await Assert.ThrowsAsync<RtxException>(() => trader.Orders.PlaceAsync(account, request with { OrderQty = 6m }, Token));
        Assert.Equal((RtxErrorCodes.DuplicateClientOrderId, 409), (conflict.Code, conflict.Status));
        Assert.Single(await trader.Orders.ListAsync(account, cancellationToken: Token));
    }

    [Fact]
    public async Task An_order_is_amended_then_cancelled_and_then_closed()
    {
        var instrument = await system.NewInstrumentAsync(Token);
        var (trader, account) = await system.NewTraderAsync(Token, (10_000m, "USD"));
        using var scope = trader;
        var placed = await trader.Orders.PlaceAsync(account, Traders.Limit(instrument, Side.Buy, 10m, 5m), Token);
        var amended = await trader.Orders.AmendAsync(account, placed.Order.OrderId, new AmendOrderRequest { OrderQty = 4m, Price = 10.5m }, Token);
        Assert.Equal((4m, 10.5m), (amended.Order.OrderQty, amended.Order.Price));
        var cancelled = await trader.Orders.CancelAsync(account, placed.Order.OrderId, Token);
        Assert.Equal(OrdStatus.Canceled, cancelled.Order.Status);
        var again = await Assert.ThrowsAsync<RtxException>(() => trader.Orders.CancelAsync(account, placed.Order.OrderId, Token));
        Assert.Equal(RtxErrorCodes.OrderClosed, again.Code);
        Assert.Empty(await trader.Orders.ListAsync(account, new OrderFilter { OpenOnly = true }, Token));
    }

    [Fact]
    public async Task A_foreign_account_looks_like_an_unknown_one()
    {
        var instrument = await system.NewInstrumentAsync(Token);
        var (owner, account) = await system.NewTraderAsync(Token, (10_000m, "USD"));
        var (stranger, _) = await system.NewTraderAsync(Token);
        using var ownerScope = owner;
        using var strangerScope = stranger;
        var foreign = await Assert.ThrowsAsync<RtxException>(() => stranger.Accounts.GetSummaryAsync(account, cancellationToken: Token));
        var unknown = await Assert.ThrowsAsync<RtxException>(() => stranger.Accounts.GetSummaryAsync(999_999_999, cancellationToken: Token));
        Assert.Equal((404, RtxErrorCodes.UnknownAccount), (foreign.Status, foreign.Code));
        Assert.Equal((foreign.Status, foreign.Code), (unknown.Status, unknown.Code));
        var order = await Assert.ThrowsAsync<RtxException>(() => stranger.Orders.PlaceAsync(account, Traders.Limit(instrument, Side.Buy, 1m, 1m), Token));
        Assert.Equal(RtxErrorCodes.UnknownAccount, order.Code);
        var administration = await Assert.ThrowsAsync<RtxException>(() => stranger.Administration.CheckInvariantsAsync(Token));
        Assert.Equal((403, RtxErrorCodes.Forbidden), (administration.Status, administration.Code));
    }

    [Fact]
    public async Task Extra_digits_and_missing_money_are_refused_with_their_code()
    {
        var instrument = await system.NewInstrumentAsync(Token);
        var (trader, account) = await system.NewTraderAsync(Token, (1m, "USD"));
        using var scope = trader;
        var digits = await Assert.ThrowsAsync<RtxException>(() => trader.Orders.PlaceAsync(account, Traders.Limit(instrument, Side.Buy, 10.005m, 1m), Token));
        Assert.Equal((400, RtxErrorCodes.PriceNotOnTick), (digits.Status, digits.Code));
        var margin = await Assert.ThrowsAsync<RtxException>(() => trader.Orders.PlaceAsync(account, Traders.Limit(instrument, Side.Buy, 1_000m, 10m), Token));
        Assert.Equal((422, RtxErrorCodes.InsufficientMargin), (margin.Status, margin.Code));
        var symbol = await Assert.ThrowsAsync<RtxException>(() => trader.Orders.PlaceAsync(account, Traders.Limit(instrument, Side.Buy, 1m, 1m) with { Symbol = "NONE" }, Token));
        Assert.Equal((404, RtxErrorCodes.UnknownInstrument), (symbol.Status, symbol.Code));
    }

    [Fact]
    public async Task Ticks_are_stored_once_however_often_they_are_sent()
    {
        var instrument = await system.NewInstrumentAsync(Token);
        var administrator = await system.AdministratorAsync();
        var start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var ticks = Enumerable.Range(1, 50).Select(i => new Tick
        {
            Symbol = instrument.Symbol,
            ProviderId = 7,
            Sequence = i,
            Time = start.AddMilliseconds(i),
            Kind = TickKind.Quote,
            Bid = 10m + i * 0.01m,
            Ask = 10.5m + i * 0.01m,
        }).ToList();
        Assert.Equal(50, (await administrator.Ticks.SendAsync(ticks, Token)).Accepted);
        await administrator.Ticks.SendAsync(ticks, Token);
        await administrator.Ticks.SendAsync([ticks[^1] with { Sequence = 51 }], Token);
        await Eventually.HoldsAsync(
            async () => (await administrator.Instruments.CountTicksAsync(instrument.Symbol, 7, Token)).Count == 51, "all ticks are stored");
        // Where TimescaleDB keeps the candles, those of the past come a moment after their ticks.
        var filter = new CandleFilter { PriceKind = CandlePrice.Bid, From = start.AddHours(-1), To = start.AddHours(1) };
        var candles = await Eventually.GetAsync(() => administrator.Instruments.GetCandlesAsync(instrument.Symbol, filter, Token), found => found.Count > 0);
        var candle = Assert.Single(candles);
        Assert.Equal((10.01m, 10.50m, 51L), (candle.Open, candle.Close, candle.TickCount));
    }

    private static async Task<Position> OnlyPositionOf(RtxClient client, long account) =>
        Assert.Single(await Eventually.GetAsync(() => client.Accounts.GetPositionsAsync(account, cancellationToken: Token), found => found.Count > 0));
}
