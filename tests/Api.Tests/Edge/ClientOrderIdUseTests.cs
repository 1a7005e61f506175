using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.Edge;

/// <summary>
/// One rule tells whether a refusal uses the client order id up: with 422 an account or a book has decided, the id is used, and the same request gets the same answer for ever;
/// with anything else nothing was decided, and the id is free.
/// </summary>
public sealed class ClientOrderIdUseTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Each refusal of a new order that one trader can bring about, by its code.</summary>
    public static TheoryData<string> Refusals() =>
    [
        RtxErrorCodes.InvalidTerms, RtxErrorCodes.InvalidPrice, RtxErrorCodes.QuantityTooSmall, RtxErrorCodes.QuantityTooLarge, RtxErrorCodes.NoReferencePrice, RtxErrorCodes.InsufficientMargin,
        RtxErrorCodes.InvalidStopPx, RtxErrorCodes.InvalidDisplayQty, RtxErrorCodes.InvalidMinQty, RtxErrorCodes.InvalidExpireTime, RtxErrorCodes.PostOnlyWouldTrade, RtxErrorCodes.NothingToReduce,
        RtxErrorCodes.KillSwitchOn, RtxErrorCodes.InstrumentHalted, RtxErrorCodes.CancelOnly, RtxErrorCodes.NotInThisState, RtxErrorCodes.PriceNotOnTick, RtxErrorCodes.QuantityNotOnLot,
        RtxErrorCodes.InvalidRequest, RtxErrorCodes.UnknownInstrument,
    ];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_uses_the_id_up_exactly_when_it_is_422(string code)
    {
        await using var floor = await Floor.Open(system);
        var request = await ProvokeAsync(floor, code);
        var refused = await RefusedAsync(floor, request);
        Assert.Equal(code, refused.Code);
        var again = await RefusedAsync(floor, request);
        Assert.Equal((refused.Code, refused.Status, refused.Detail), (again.Code, again.Status, again.Detail));

        await UndoAsync(floor, code);
        var other = floor.Limit(Side.Buy, 2m, 1m) with { ClientOrderId = request.ClientOrderId };
        if (refused.Status == 422)
        {
            var taken = await RefusedAsync(floor, other);
            Assert.Equal((RtxErrorCodes.DuplicateClientOrderId, 409), (taken.Code, taken.Status));
            var order = await floor.Trader.Orders.GetAsync(floor.Account, request.ClientOrderId, Token);
            Assert.Equal((OrdStatus.Rejected, code), (order.Status, order.RejectCode));
            // A late copy of the request that was refused does nothing, whatever has become possible meanwhile.
            Assert.Equal(code, (await RefusedAsync(floor, request)).Code);
        }
        else
        {
            Assert.Equal(OrdStatus.New, (await floor.Trader.Orders.PlaceAsync(floor.Account, other, Token)).Order.Status);
        }
    }

    [Fact]
    public async Task The_orders_of_a_refused_list_follow_the_same_rule()
    {
        await using var floor = await Floor.Open(system);
        var leg = floor.Limit(Side.Sell, 20m, 1m);
        var decided = new PlaceOrderListRequest { ContingencyType = ContingencyType.Oco, Orders = [leg, floor.Limit(Side.Sell, 0.01m, 1_000_000m)] };
        Assert.Equal(422, (await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Orders.PlaceListAsync(floor.Account, decided, Token))).Status);
        Assert.Equal(RtxErrorCodes.DuplicateClientOrderId, (await RefusedAsync(floor, leg)).Code);

        var free = floor.Limit(Side.Sell, 20m, 1m);
        foreach (var orders in (PlaceOrderRequest[][])[[free], [free, free], [free, free with { ListRole = ListRole.StopLoss }]])
        {
            var shapeless = new PlaceOrderListRequest { ContingencyType = ContingencyType.Oco, Orders = orders };
            var refused = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Orders.PlaceListAsync(floor.Account, shapeless, Token));
            Assert.Equal((RtxErrorCodes.InvalidList, 400), (refused.Code, refused.Status));
        }

        Assert.Equal(OrdStatus.New, (await floor.Trader.Orders.PlaceAsync(floor.Account, free, Token)).Order.Status);
    }

    [Fact]
    public async Task Invalid_terms_name_the_field_and_quote_only_what_was_sent()
    {
        await using var floor = await Floor.Open(system);
        var request = floor.Order(Side.Buy, OrderType.Market, 1m) with { TimeInForce = TimeInForce.Gtc };
        var lifetime = await RefusedAsync(floor, request);
        Assert.Equal(RtxErrorCodes.InvalidTerms, lifetime.Code);
        Assert.Contains("timeInForce", lifetime.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("price", lifetime.Detail, StringComparison.Ordinal);
        await floor.Rest(Side.Sell, 100m, 1m);
        var quantity = await RefusedAsync(floor, floor.Order(Side.Buy, OrderType.Market, 5_000m));
        Assert.Equal(RtxErrorCodes.QuantityTooLarge, quantity.Code);
        Assert.Contains("5000", quantity.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("price", quantity.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_beyond_the_instrument_is_not_called_a_fraction()
    {
        await using var floor = await Floor.Open(system);
        var price = await RefusedAsync(floor, floor.Limit(Side.Buy, long.MaxValue, 1m));
        Assert.Equal((RtxErrorCodes.InvalidRequest, 400), (price.Code, price.Status));
        Assert.Contains("price 9223372036854775807 is beyond", price.Detail, StringComparison.Ordinal);
        var quantity = await RefusedAsync(floor, floor.Limit(Side.Buy, 1m, decimal.MaxValue));
        Assert.Contains("orderQty", quantity.Detail, StringComparison.Ordinal);
        Assert.Contains("beyond", quantity.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_that_is_used_again_is_called_one()
    {
        await using var floor = await Floor.Open(system);
        var administrator = await system.AdministratorAsync();
        await administrator.Administration.DepositAsync(floor.Account, 1m, "USD", "once", Token);
        await administrator.Administration.DepositAsync(floor.Account, 1m, "USD", "once", Token);
        var taken = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.DepositAsync(floor.Account, 2m, "USD", "once", Token));
        Assert.Equal((RtxErrorCodes.DuplicateReference, 409), (taken.Code, taken.Status));
        var reserved = await Assert.ThrowsAsync<RtxException>(() => administrator.Administration.DepositAsync(floor.Account, 2m, "USD", "trade:1", Token));
        Assert.Equal((RtxErrorCodes.InvalidRequest, true), (reserved.Code, reserved.Detail.Contains("reference", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Placing_and_asking_answer_in_one_form()
    {
        await using var floor = await Floor.Open(system);
        var http = new RawHttp(system.Address, floor.Trader.AccessToken);
        var request = floor.Limit(Side.Buy, 1m, 1m);
        var placed = await http.SendAsync("POST", $"/api/v1/accounts/{floor.Account}/orders", System.Text.Json.JsonSerializer.Serialize(request, RtxJson.Options));
        var asked = await http.SendAsync("GET", $"/api/v1/accounts/{floor.Account}/orders/by-client-order-id/{request.ClientOrderId}");
        Assert.Equal((200, 200, placed.Body), (placed.Status, asked.Status, asked.Body));
    }

    private static Task<RtxException> RefusedAsync(Floor floor, PlaceOrderRequest request) => Assert.ThrowsAsync<RtxException>(() => floor.Trader.Orders.PlaceAsync(floor.Account, request, Token));

    private async Task<PlaceOrderRequest> ProvokeAsync(Floor floor, string code)
    {
        var limit = floor.Limit(Side.Buy, 1m, 1m);
        switch (code)
        {
            case RtxErrorCodes.PostOnlyWouldTrade: await floor.Rest(Side.Sell, 1m, 1m); break;
            case RtxErrorCodes.KillSwitchOn: await floor.Trader.Orders.SetKillSwitchAsync(floor.Account, isOn: true, Token); break;
            case RtxErrorCodes.InstrumentHalted: await SetStateAsync(floor, TradingState.Halted); break;
            case RtxErrorCodes.CancelOnly: await SetStateAsync(floor, TradingState.CancelOnly); break;
            case RtxErrorCodes.NotInThisState: await SetStateAsync(floor, TradingState.PreOpen); break;
        }

        return code switch
        {
            RtxErrorCodes.InvalidTerms => limit with { TrailingOffset = 1m },
            RtxErrorCodes.InvalidPrice => limit with { Price = -1m },
            RtxErrorCodes.QuantityTooSmall => limit with { OrderQty = 0m },
            RtxErrorCodes.QuantityTooLarge => limit with { OrderQty = 1_001m },
            RtxErrorCodes.NoReferencePrice => limit with { OrderType = OrderType.Market, Price = null },
            RtxErrorCodes.InsufficientMargin => limit with { Price = 1_000_000m, OrderQty = 1_000m },
            RtxErrorCodes.InvalidStopPx => limit with { OrderType = OrderType.StopLimit, StopPx = -1m },
            RtxErrorCodes.InvalidDisplayQty => limit with { DisplayQty = 2m },
            RtxErrorCodes.InvalidMinQty => limit with { MinQty = 2m },
            RtxErrorCodes.InvalidExpireTime => limit with { ExpireTime = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            RtxErrorCodes.PostOnlyWouldTrade => limit with { PostOnly = PostOnly.Reject },
            RtxErrorCodes.NothingToReduce => limit with { ReduceOnly = true },
            RtxErrorCodes.NotInThisState => limit with { TimeInForce = TimeInForce.Ioc },
            RtxErrorCodes.PriceNotOnTick => limit with { Price = 1.005m },
            RtxErrorCodes.QuantityNotOnLot => limit with { OrderQty = 1.5m },
            RtxErrorCodes.InvalidRequest => limit with { TradeGroup = -1 },
            RtxErrorCodes.UnknownInstrument => limit with { Symbol = "NONE" },
            _ => limit,
        };
    }

    private async Task UndoAsync(Floor floor, string code)
    {
        if (code == RtxErrorCodes.KillSwitchOn) await floor.Trader.Orders.SetKillSwitchAsync(floor.Account, isOn: false, Token);
        if (code is RtxErrorCodes.InstrumentHalted or RtxErrorCodes.CancelOnly or RtxErrorCodes.NotInThisState) await SetStateAsync(floor, TradingState.Continuous);
    }

    private async Task SetStateAsync(Floor floor, TradingState state) => await (await system.AdministratorAsync()).Administration.SetTradingStateAsync(floor.Symbol, state, Token);
}
