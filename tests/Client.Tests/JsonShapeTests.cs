using System.Text.Json;

namespace Rtx.Client.Tests;

/// <summary>Pins the JSON that clients in other languages rely on.</summary>
public sealed class JsonShapeTests
{
    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(67);

    private static readonly Order Order = new()
    {
        OrderId = 7_696_581_394_433,
        ClientOrderId = "mine-1",
        AccountId = 12,
        Symbol = "BTCUSD",
        Side = Side.Buy,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.Gtc,
        Price = 64_250.50m,
        OrderQty = 0.500m,
        CumQty = 0.200m,
        LeavesQty = 0.300m,
        AvgPx = 64_250.25m,
        Status = OrdStatus.PartiallyFilled,
        Sequence = 9,
        CreatedAt = Time,
        UpdatedAt = Time,
        Place = OrderPlace.Book,
    };

    public static TheoryData<object, string> Shapes() => new()
    {
        {
            Order,
            """{"orderId":"7696581394433","clientOrderId":"mine-1","accountId":12,"symbol":"BTCUSD","side":"buy","orderType":"limit","timeInForce":"gtc","price":"64250.50","orderQty":"0.500","cumQty":"0.200","leavesQty":"0.300","avgPx":"64250.25","status":"partially_filled","sequence":9,"createdAt":"2026-01-02T01:04:05.000006Z","updatedAt":"2026-01-02T01:04:05.000006Z","place":"book"}"""
        },
        {
            Order with
            {
                Place = OrderPlace.Trigger, Reason = ExecReason.Trailed, StopPx = 64_000m, TriggerSource = TriggerSource.MarkPrice, TrailingOffset = 250.5m, TrailingOffsetPercent = 1.25m,
                DisplayQty = 0.1m, DisplayedQty = 0.05m, MinQty = 0.2m, PostOnly = PostOnly.Slide, ReduceOnly = true, ExpireTime = Time,
                SelfTradePrevention = SelfTradePrevention.DecrementAndCancel, TradeGroup = 3, Tag = "-4", CancelOnDisconnect = true, ListId = 7_696_581_394_433,
                ListRole = ListRole.StopLoss,
            },
            """{"orderId":"7696581394433","clientOrderId":"mine-1","accountId":12,"symbol":"BTCUSD","side":"buy","orderType":"limit","timeInForce":"gtc","price":"64250.50","orderQty":"0.500","cumQty":"0.200","leavesQty":"0.300","avgPx":"64250.25","status":"partially_filled","sequence":9,"createdAt":"2026-01-02T01:04:05.000006Z","updatedAt":"2026-01-02T01:04:05.000006Z","place":"trigger","reason":"trailed","stopPx":"64000","triggerSource":"mark_price","trailingOffset":"250.5","trailingOffsetPercent":"1.25","displayQty":"0.1","displayedQty":"0.05","minQty":"0.2","postOnly":"slide","reduceOnly":true,"expireTime":"2026-01-02T01:04:05.000006Z","selfTradePrevention":"decrement_and_cancel","tradeGroup":3,"tag":"-4","cancelOnDisconnect":true,"listId":"7696581394433","listRole":"stop_loss"}"""
        },
        {
            new PlaceOrderRequest
            {
                ClientOrderId = "a", Symbol = "BTCUSD", Side = Side.Sell, OrderType = OrderType.TrailingStopLimit, TimeInForce = TimeInForce.AtTheClose, OrderQty = 1m, StopPx = 2m,
                TriggerSource = TriggerSource.OppositeBest, TrailingOffsetPercent = 0.5m, LimitOffset = 0.1m, PostOnly = PostOnly.Reject, ExpireTime = Time, Tag = "4",
                SelfTradePrevention = SelfTradePrevention.CancelResting, ListRole = ListRole.OcoLeg,
            },
            """{"clientOrderId":"a","symbol":"BTCUSD","side":"sell","orderType":"trailing_stop_limit","timeInForce":"at_the_close","orderQty":"1","stopPx":"2","triggerSource":"opposite_best","trailingOffsetPercent":"0.5","limitOffset":"0.1","postOnly":"reject","expireTime":"2026-01-02T01:04:05.000006Z","selfTradePrevention":"cancel_resting","tag":"4","listRole":"oco_leg"}"""
        },
        {
            new PlaceOrderListRequest
            {
                ContingencyType = ContingencyType.Bracket,
                Orders = [new PlaceOrderRequest { ClientOrderId = "a", Symbol = "X", Side = Side.Sell, OrderType = OrderType.MarketIfTouched, OrderQty = 1m, StopPx = 2m }],
            },
            """{"contingencyType":"bracket","orders":[{"clientOrderId":"a","symbol":"X","side":"sell","orderType":"market_if_touched","orderQty":"1","stopPx":"2"}]}"""
        },
        { new MassCancelRequest { Symbol = "X", Side = Side.Buy, Tag = "3" }, """{"symbol":"X","side":"buy","tag":"3"}""" },
        { new CancelAllAfterRequest { TimeoutSeconds = 30 }, """{"timeoutSeconds":30}""" },
        { new CancelAllAfterReply { CancelsAt = Time }, """{"cancelsAt":"2026-01-02T01:04:05.000006Z"}""" },
        { new KillSwitchRequest { IsOn = true }, """{"isOn":true}""" },
        { new OrderListResult { Reply = new OrderListReply { Orders = [] } }, """{"reply":{"orders":[]}}""" },
        { new OrderBatchResult { Reply = new OrderBatchReply { Results = [] } }, """{"reply":{"results":[]}}""" },
        {
            new PlaceOrderRequest { ClientOrderId = "a", Symbol = "BTCUSD", Side = Side.Sell, OrderType = OrderType.Market, TimeInForce = TimeInForce.Fok, OrderQty = 1.0m },
            """{"clientOrderId":"a","symbol":"BTCUSD","side":"sell","orderType":"market","timeInForce":"fok","orderQty":"1.0"}"""
        },
        { new AmendOrderRequest { Price = -0.01m }, """{"price":"-0.01"}""" },
        {
            new AmendOrderRequest { OrderQty = 1m, StopPx = 2m, DisplayQty = 3m, ExpireTime = Time, NewClientOrderId = "b" },
            """{"orderQty":"1","stopPx":"2","displayQty":"3","expireTime":"2026-01-02T01:04:05.000006Z","newClientOrderId":"b"}"""
        },
        {
            new OrderResult { Error = new ErrorDetail { Code = RtxErrorCodes.Busy, Status = 429, Detail = "later", RetryAfterSeconds = 0.5 } },
            """{"error":{"code":"busy","status":429,"detail":"later","retryAfterSeconds":0.5}}"""
        },
        {
            new ExecutionReport
            {
                Sequence = 10, ExecType = ExecType.Trade, OrderId = 1, ClientOrderId = "a", AccountId = 12, Symbol = "X", Side = Side.Sell, OrderType = OrderType.Limit,
                TimeInForce = TimeInForce.Ioc, Price = 1m, OrderQty = 2m, CumQty = 2m, LeavesQty = 0m, AvgPx = 1m, Status = OrdStatus.Filled, TradeId = 5, LastPx = 1m,
                LastQty = 2m, IsAggressor = true, Time = Time,
            },
            """{"sequence":10,"execType":"trade","orderId":"1","clientOrderId":"a","accountId":12,"symbol":"X","side":"sell","orderType":"limit","timeInForce":"ioc","price":"1","orderQty":"2","cumQty":"2","leavesQty":"0","avgPx":"1","status":"filled","tradeId":"5","lastPx":"1","lastQty":"2","isAggressor":true,"place":"none","time":"2026-01-02T01:04:05.000006Z"}"""
        },
        {
            new ExecutionReport
            {
                Sequence = 10, ExecType = ExecType.Restated, OrderId = 1, ClientOrderId = "a", AccountId = 12, Symbol = "X", Side = Side.Sell, OrderType = OrderType.StopLimit,
                TimeInForce = TimeInForce.Day, Price = 1m, OrderQty = 2m, CumQty = 0m, LeavesQty = 2m, Status = OrdStatus.New, IsAuction = true, Place = OrderPlace.Held,
                Reason = ExecReason.LinkedOrder, StopPx = 3m, DisplayedQty = 1m, Tag = "4", ListId = 9, Time = Time,
            },
            """{"sequence":10,"execType":"restated","orderId":"1","clientOrderId":"a","accountId":12,"symbol":"X","side":"sell","orderType":"stop_limit","timeInForce":"day","price":"1","orderQty":"2","cumQty":"0","leavesQty":"2","status":"new","isAuction":true,"place":"held","reason":"linked_order","stopPx":"3","displayedQty":"1","tag":"4","listId":"9","time":"2026-01-02T01:04:05.000006Z"}"""
        },
        {
            new DepthUpdate
            {
                Symbol = "X", PreviousSequence = 3, Sequence = 5, Bids = [new DepthLevel { Price = 1.10m, Quantity = 0m, OrderCount = 0 }], Asks = [], Checksum = uint.MaxValue,
            },
            """{"symbol":"X","previousSequence":3,"sequence":5,"bids":[{"price":"1.10","quantity":"0","orderCount":0}],"asks":[],"checksum":4294967295,"state":"continuous"}"""
        },
        {
            new DepthUpdate
            {
                Symbol = "X", PreviousSequence = 3, Sequence = 5, Bids = [], Asks = [], Checksum = 0, State = TradingState.OpeningAuction, IndicativePx = 1.10m, IndicativeQty = 3m,
            },
            """{"symbol":"X","previousSequence":3,"sequence":5,"bids":[],"asks":[],"checksum":0,"state":"opening_auction","indicativePx":"1.10","indicativeQty":"3"}"""
        },
        {
            new Depth { Symbol = "X", Sequence = 5, Bids = [], Asks = [], State = TradingState.VolatilityAuction, IndicativePx = 1.10m, IndicativeQty = 3m },
            """{"symbol":"X","sequence":5,"bids":[],"asks":[],"state":"volatility_auction","indicativePx":"1.10","indicativeQty":"3"}"""
        },
        {
            new OrderQueue
            {
                Symbol = "X", Sequence = 5, Orders = [new QueuedOrder { OrderId = 7_696_581_394_433, Side = Side.Sell, Price = 1.10m, Quantity = 3m, PrioritySequence = 4 }],
            },
            """{"symbol":"X","sequence":5,"orders":[{"orderId":"7696581394433","side":"sell","price":"1.10","quantity":"3","prioritySequence":4}]}"""
        },
        {
            new OrderQueueUpdate { Symbol = "X", PreviousSequence = 3, Sequence = 5, Orders = [] },
            """{"symbol":"X","previousSequence":3,"sequence":5,"orders":[]}"""
        },
        {
            new Quote { Symbol = "X", Bid = 1.1m, BidQty = 3m, ProviderId = 2, Sequence = 7, Time = Time },
            """{"symbol":"X","bid":"1.1","bidQty":"3","providerId":2,"sequence":7,"time":"2026-01-02T01:04:05.000006Z"}"""
        },
        {
            new TradePrint { TradeId = 5, Symbol = "X", LastPx = 1m, LastQty = 2m, AggressorSide = Side.Buy, Time = Time },
            """{"tradeId":"5","symbol":"X","lastPx":"1","lastQty":"2","aggressorSide":"buy","time":"2026-01-02T01:04:05.000006Z"}"""
        },
        {
            new TradePrint { TradeId = 5, Symbol = "X", LastPx = 1m, LastQty = 2m, Time = Time },
            """{"tradeId":"5","symbol":"X","lastPx":"1","lastQty":"2","time":"2026-01-02T01:04:05.000006Z"}"""
        },
        {
            new Candle { Symbol = "X", PriceKind = CandlePrice.Ask, Minutes = 1, OpenTime = Time, Open = 1m, High = 2m, Low = 0.5m, Close = 1.5m, Volume = 0m, TickCount = 4 },
            """{"symbol":"X","priceKind":"ask","minutes":1,"openTime":"2026-01-02T01:04:05.000006Z","open":"1","high":"2","low":"0.5","close":"1.5","volume":"0","tickCount":4}"""
        },
        {
            new Tick { Symbol = "X", ProviderId = 3, Sequence = 8, Time = Time, Kind = TickKind.Trade, LastPx = 1m, LastQty = 2m },
            """{"symbol":"X","providerId":3,"sequence":8,"time":"2026-01-02T01:04:05.000006Z","kind":"trade","lastPx":"1","lastQty":"2"}"""
        },
        {
            new LedgerTransaction
            {
                Sequence = 1, Kind = LedgerTransactionKind.Deposit, Reference = "r", EffectiveAt = Time, BookedAt = Time.AddMinutes(5),
                Postings = [new Posting { AccountId = 12, Amount = 100.00m, Currency = "USD" }, new Posting { AccountId = -3, Amount = -100.00m, Currency = "USD" }],
            },
            """{"sequence":1,"kind":"deposit","reference":"r","effectiveAt":"2026-01-02T01:04:05.000006Z","bookedAt":"2026-01-02T01:09:05.000006Z","postings":[{"accountId":12,"amount":"100.00","currency":"USD"},{"accountId":-3,"amount":"-100.00","currency":"USD"}]}"""
        },
        {
            new MarginEvent
            {
                Sequence = 1, Currency = "USD", Kind = MarginEventKind.StopOutBegan, Equity = -1.5m, InitialMargin = 10m, MaintenanceMargin = 5m, Time = Time,
                Positions = [new MarginPosition { Symbol = "X", Quantity = -2m, MarkPrice = 100.5m, UnrealizedPnl = -3m }],
            },
            """{"sequence":1,"currency":"USD","kind":"stop_out_began","equity":"-1.5","initialMargin":"10","maintenanceMargin":"5","time":"2026-01-02T01:04:05.000006Z","positions":[{"symbol":"X","quantity":"-2","markPrice":"100.5","unrealizedPnl":"-3","isStale":false}]}"""
        },
        {
            new Position { Symbol = "X", Quantity = -2m, Cost = -3m, AvgPx = 1.5m, RealizedPnl = 0m, UnrealizedPnl = 0m },
            """{"symbol":"X","quantity":"-2","cost":"-3","avgPx":"1.5","realizedPnl":"0","unrealizedPnl":"0"}"""
        },
        {
            new Balance { Currency = "USD", Total = 1m, Held = 0m, UnrealizedPnl = 0m, InitialMargin = 0m, MaintenanceMargin = 0m, Equity = 1m, Available = 1m },
            """{"currency":"USD","total":"1","held":"0","unrealizedPnl":"0","initialMargin":"0","maintenanceMargin":"0","equity":"1","available":"1"}"""
        },
        {
            new Session { AccessToken = "t", ExpiresAt = Time, User = new User { UserId = 1, UserName = "ann", Role = UserRole.Administrator } },
            """{"accessToken":"t","expiresAt":"2026-01-02T01:04:05.000006Z","user":{"userId":1,"userName":"ann","role":"administrator"}}"""
        },
        { new HubTicket { Ticket = "t", ExpiresAt = Time }, """{"ticket":"t","expiresAt":"2026-01-02T01:04:05.000006Z"}""" },
        { new InstrumentStatus { Symbol = "X", State = TradingState.Halted }, """{"symbol":"X","state":"halted"}""" },
        {
            new InstrumentStatus
            {
                Symbol = "X", State = TradingState.OpeningAuction, NextState = TradingState.Continuous, NextChangeTime = Time, CloseTime = Time, SessionEnd = Time, ReferencePrice = 1.10m,
                IndicativePrice = 1.20m, IndicativeQty = 3.0m, IndicativeSurplus = -2m,
            },
            """{"symbol":"X","state":"opening_auction","nextState":"continuous","nextChangeTime":"2026-01-02T01:04:05.000006Z","closeTime":"2026-01-02T01:04:05.000006Z","sessionEnd":"2026-01-02T01:04:05.000006Z","referencePrice":"1.10","indicativePrice":"1.20","indicativeQty":"3.0","indicativeSurplus":"-2"}"""
        },
        {
            new MatchingRules { MinNotional = 10m, MaxNotional = 1_000.5m, StaticBandBasisPoints = 500, DynamicBandBasisPoints = 100, InterruptsOnVolatility = true, MaxOrdersPerAccount = 20 },
            """{"minNotional":"10","maxNotional":"1000.5","staticBandBasisPoints":500,"dynamicBandBasisPoints":100,"interruptsOnVolatility":true,"maxOrdersPerAccount":20,"volatilityAuctionSeconds":120}"""
        },
        {
            new InstrumentSchedule
            {
                Symbol = "X",
                Schedule = new TradingSchedule
                {
                    TimeZoneId = "Europe/Berlin",
                    Sessions =
                    [
                        new WeeklySession
                        {
                            Day = DayOfWeek.Monday,
                            Phases =
                            [
                                new SessionPhase { Start = new(22, 0), State = TradingState.PreOpen, DayOffset = -1 }, new SessionPhase { Start = new(9, 0, 30), State = TradingState.Continuous },
                                new SessionPhase { Start = new(17, 35), State = TradingState.Closed },
                            ],
                        },
                    ],
                    Holidays = [new(2026, 12, 25)],
                    EarlyCloses = [new EarlyClose { Date = new(2026, 12, 28), Phases = [] }],
                    RandomEndSeconds = 30,
                },
            },
            """{"symbol":"X","schedule":{"timeZoneId":"Europe/Berlin","sessions":[{"day":"monday","phases":[{"start":"22:00","state":"pre_open","dayOffset":-1},{"start":"09:00:30","state":"continuous","dayOffset":0},{"start":"17:35","state":"closed","dayOffset":0}]}],"holidays":["2026-12-25"],"earlyCloses":[{"date":"2026-12-28","phases":[]}],"randomEndSeconds":30}}"""
        },
        { new InstrumentSchedule { Symbol = "X" }, """{"symbol":"X"}""" },
        { new SetReferencePriceRequest { Price = 1.10m }, """{"price":"1.10"}""" },
        { new MoveFundsRequest { Amount = -1.5m, Currency = "USD", Reference = "w-1" }, """{"amount":"-1.5","currency":"USD","reference":"w-1"}""" },
    };

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void A_message_has_its_pinned_form_and_reads_back(object message, string json)
    {
        Assert.Equal(json, JsonSerializer.Serialize(message, message.GetType(), RtxJson.Options));
        var read = JsonSerializer.Deserialize(json, message.GetType(), RtxJson.Options);
        Assert.Equal(json, JsonSerializer.Serialize(read, message.GetType(), RtxJson.Options));
    }

    [Fact]
    public void Numbers_are_read_as_text_and_as_numbers()
    {
        var request = JsonSerializer.Deserialize<AmendOrderRequest>("""{"price":1.10,"orderQty":"2.50"}""", RtxJson.Options)!;
        Assert.Equal((1.10m, 2.50m), (request.Price, request.OrderQty));
    }

    [Theory]
    [InlineData("""{"state":1}""")]
    [InlineData("""{"state":"Halted?"}""")]
    [InlineData("{}")]
    public void An_illegal_or_missing_enum_member_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SetTradingStateRequest>(json, RtxJson.Options));

    [Theory]
    [InlineData("2026-01-02T03:04:05")]
    [InlineData("yesterday")]
    [InlineData("")]
    public void A_time_without_an_offset_is_refused(string time) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<InstrumentStatus>($$"""{"symbol":"X","state":"halted","markTime":"{{time}}"}""", RtxJson.Options));

    [Theory]
    [InlineData("9:00")]
    [InlineData("09:00:00.5")]
    [InlineData("24:00")]
    [InlineData("09:00+01:00")]
    public void A_time_of_day_is_hours_and_minutes_and_perhaps_seconds(string time) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SessionPhase>($$"""{"start":"{{time}}","state":"closed"}""", RtxJson.Options));

    [Fact]
    public void Members_that_are_left_out_have_their_default()
    {
        var request = JsonSerializer.Deserialize<CreateInstrumentRequest>(
            """{"symbol":"X","kind":"spot","baseCurrency":"A","quoteCurrency":"B","priceIncrement":"1","quantityIncrement":"1","minQuantity":"1","maxQuantity":"1"}""", RtxJson.Options)!;
        var schedule = JsonSerializer.Deserialize<TradingSchedule>("""{"timeZoneId":"UTC","sessions":[]}""", RtxJson.Options)!;

        Assert.Equal((1m, 1m, 1m, null), (request.ContractSize, request.InitialMarginRate, request.MaintenanceMarginRate, request.MatchingRules));
        Assert.Equal(new MatchingRules(), JsonSerializer.Deserialize<MatchingRules>("{}", RtxJson.Options));
        Assert.Equal((0, 0), (schedule.Holidays.Count, schedule.EarlyCloses.Count));
    }
}
