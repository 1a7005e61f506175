using Rtx.Domain.Orders;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Orders;

/// <summary>How a request is completed before it goes to a book. The reference price is 1,000, the protection band 5 %.</summary>
public class RequestTermsTests
{
    private const long Reference = 1_000;
    private static readonly Instrument Instrument = TestInstruments.Margined;
    private static readonly Timestamp SessionEnd = new(77);

    private static NewOrder Request(
        OrderType type, Side side, long? ticks, OrderInstructions? instructions = null, long? limitOffset = null) => new()
    {
        ClientOrderId = new ClientOrderId("a"),
        InstrumentId = Instrument.Id,
        Side = side,
        OrderType = type,
        TimeInForce = type == OrderType.Market ? TimeInForce.Ioc : TimeInForce.Gtc,
        OrderQty = new Quantity(5),
        Price = ticks is { } t ? new Price(t) : null,
        Instructions = instructions,
        LimitOffset = limitOffset,
    };

    private static OrderInstructions Stop(long ticks) => new() { StopPx = new Price(ticks) };

    private static OrderInstructions Trail(long value, bool isBasisPoints = false, long? stopPx = null) =>
        new() { TrailOffset = new TrailOffset(value, isBasisPoints), StopPx = stopPx is { } ticks ? new Price(ticks) : null };

    public static TheoryData<string, NewOrder, ReferenceNeed, long, long?> Completed() => new()
    {
        { "limit", Request(OrderType.Limit, Side.Buy, 900), ReferenceNeed.None, 900, null },
        { "market buy", Request(OrderType.Market, Side.Buy, null), ReferenceNeed.TradePrice, 1_050, null },
        { "market sell", Request(OrderType.Market, Side.Sell, null), ReferenceNeed.TradePrice, 950, null },
        { "market with protection of its own", Request(OrderType.Market, Side.Buy, 1_010), ReferenceNeed.None, 1_010, null },
        { "market to limit", Request(OrderType.MarketToLimit, Side.Buy, null), ReferenceNeed.TradePrice, 1_050, null },
        { "market to limit with protection of its own", Request(OrderType.MarketToLimit, Side.Sell, 990), ReferenceNeed.None, 990, null },
        { "stop", Request(OrderType.Stop, Side.Buy, null, Stop(1_200)), ReferenceNeed.None, 1_260, 1_200 },
        { "stop with protection of its own", Request(OrderType.Stop, Side.Sell, 700, Stop(800)), ReferenceNeed.None, 700, 800 },
        { "stop limit", Request(OrderType.StopLimit, Side.Buy, 1_210, Stop(1_200)), ReferenceNeed.None, 1_210, 1_200 },
        { "market if touched", Request(OrderType.MarketIfTouched, Side.Sell, null, Stop(1_200)), ReferenceNeed.None, 1_140, 1_200 },
        { "limit if touched", Request(OrderType.LimitIfTouched, Side.Sell, 1_190, Stop(1_200)), ReferenceNeed.None, 1_190, 1_200 },
        { "trailing buy by ticks", Request(OrderType.TrailingStop, Side.Buy, null, Trail(100)), ReferenceNeed.TriggerPrice, 1_155, 1_100 },
        { "trailing sell by ticks", Request(OrderType.TrailingStop, Side.Sell, null, Trail(100)), ReferenceNeed.TriggerPrice, 855, 900 },
        { "trailing sell by share, rounded up", Request(OrderType.TrailingStop, Side.Sell, null, Trail(11, isBasisPoints: true)),
            ReferenceNeed.TriggerPrice, 948, 998 },
        { "trailing from a price of the client's", Request(OrderType.TrailingStop, Side.Sell, null, Trail(100, stopPx: 800)),
            ReferenceNeed.None, 760, 800 },
        { "trailing stop limit buy", Request(OrderType.TrailingStopLimit, Side.Buy, null, Trail(100), limitOffset: 7),
            ReferenceNeed.TriggerPrice, 1_107, 1_100 },
        { "trailing stop limit sell", Request(OrderType.TrailingStopLimit, Side.Sell, null, Trail(100), limitOffset: 7),
            ReferenceNeed.TriggerPrice, 893, 900 },
        { "trailing stop limit at its trigger", Request(OrderType.TrailingStopLimit, Side.Sell, null, Trail(100), limitOffset: 0),
            ReferenceNeed.TriggerPrice, 900, 900 },
    };

    [Theory]
    [MemberData(nameof(Completed))]
    public void Request_is_completed_with_its_worst_price_and_first_trigger_price(
        string what, NewOrder request, ReferenceNeed need, long price, long? stopPx)
    {
        Assert.True(need == RequestTerms.NeedOf(request), what);

        var terms = RequestTerms.Resolve(
            Instrument, new AccountId(7), request, need == ReferenceNeed.None ? null : new Price(Reference), SessionEnd);

        Assert.Equal(RejectReason.None, terms.RejectReason);
        Assert.Equal((price, stopPx), (terms.Order.Price.Ticks, terms.Order.Instructions?.StopPx?.Ticks));
        Assert.Equal(RejectReason.None, new OrderChecks(Instrument).Check(terms.Order));
    }

    public static TheoryData<string, NewOrder> Contradictions()
    {
        var limit = Request(OrderType.Limit, Side.Buy, 900);
        return new TheoryData<string, NewOrder>
        {
            { "no name", limit with { ClientOrderId = default } },
            { "no side", limit with { Side = default } },
            { "no type", limit with { OrderType = default } },
            { "limit without price", limit with { Price = null } },
            { "limit with a limit offset", limit with { LimitOffset = 1 } },
            { "stop limit without price", Request(OrderType.StopLimit, Side.Buy, null, Stop(1_200)) },
            { "limit if touched without price", Request(OrderType.LimitIfTouched, Side.Buy, null, Stop(800)) },
            { "stop without trigger price", Request(OrderType.Stop, Side.Buy, null) },
            { "market if touched without trigger price", Request(OrderType.MarketIfTouched, Side.Buy, null, new OrderInstructions()) },
            { "trailing with a price", Request(OrderType.TrailingStop, Side.Buy, 900, Trail(100)) },
            { "trailing without distance", Request(OrderType.TrailingStop, Side.Buy, null, Stop(1_200)) },
            { "trailing stop with a limit offset", Request(OrderType.TrailingStop, Side.Buy, null, Trail(100), limitOffset: 1) },
            { "trailing stop limit without offset", Request(OrderType.TrailingStopLimit, Side.Buy, null, Trail(100)) },
            { "trailing stop limit with an offset to the wrong side",
                Request(OrderType.TrailingStopLimit, Side.Buy, null, Trail(100), limitOffset: -1) },
            { "day order with an expire time",
                limit with { TimeInForce = TimeInForce.Day, Instructions = new OrderInstructions { ExpireTime = new Timestamp(5) } } },
        };
    }

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Request_that_contradicts_itself_has_invalid_terms(string what, NewOrder request) =>
        Assert.True(
            RequestTerms.Resolve(Instrument, new AccountId(7), request, new Price(Reference),
                SessionEnd).RejectReason == RejectReason.InvalidTerms, what);

    [Theory]
    [InlineData(OrderType.Market)]
    [InlineData(OrderType.MarketToLimit)]
    [InlineData(OrderType.TrailingStop)]
    [InlineData(OrderType.TrailingStopLimit)]
    public void Request_without_a_needed_reference_price_is_refused(OrderType type)
    {
        var request = Request(type, Side.Buy, null, type.IsTrailing() ? Trail(100) : null, type == OrderType.TrailingStopLimit ? 1 : null);

        Assert.Equal(
            RejectReason.NoReferencePrice,
            RequestTerms.Resolve(Instrument, new AccountId(7), request, reference: null, SessionEnd).RejectReason);
    }

    [Theory]
    [InlineData(long.MaxValue, false)]
    [InlineData(long.MaxValue, true)]
    [InlineData(long.MinValue, false)]
    [InlineData(long.MinValue, true)]
    [InlineData(2_000, false)]
    public void Distance_beyond_all_limits_is_refused_by_the_checks_and_does_not_overflow(long distance, bool isBasisPoints)
    {
        var request = Request(OrderType.TrailingStop, Side.Sell, null, Trail(distance, isBasisPoints));

        var terms = RequestTerms.Resolve(Instrument, new AccountId(7), request, new Price(Reference), SessionEnd);

        Assert.Equal(RejectReason.InvalidStopPx, new OrderChecks(Instrument).Check(terms.Order));
    }

    [Fact]
    public void Only_a_day_order_expires_with_its_session()
    {
        var request = Request(OrderType.Limit, Side.Buy, 900, new OrderInstructions { Tag = new OrderTag("3") });

        var day = RequestTerms.Resolve(Instrument, new AccountId(7), request with { TimeInForce = TimeInForce.Day }, null, SessionEnd);
        var untilCancelled = RequestTerms.Resolve(Instrument, new AccountId(7), request, null, SessionEnd);

        Assert.Equal(request.Instructions! with { ExpireTime = SessionEnd }, day.Order.Instructions);
        Assert.Same(request.Instructions, untilCancelled.Order.Instructions);
    }
}
