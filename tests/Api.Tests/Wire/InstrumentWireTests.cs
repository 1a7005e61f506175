using Rtx.Gateway.Instruments;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.Api.Tests.Wire;

public sealed class InstrumentWireTests
{
    private static readonly Client.CreateInstrumentRequest Request = new()
    {
        InstrumentId = 3,
        Symbol = "XAUUSD",
        Kind = Client.InstrumentKind.Margined,
        BaseCurrency = "XAU",
        QuoteCurrency = "USD",
        PriceIncrement = 0.1m,
        QuantityIncrement = 0.01m,
        MinQuantity = 0.01m,
        MaxQuantity = 100m,
    };

    [Fact]
    public void Matching_rules_come_back_as_they_were_given()
    {
        var rules = new Client.MatchingRules
        {
            MinNotional = 1.5m, MaxNotional = 2_000m, StaticBandBasisPoints = 500, DynamicBandBasisPoints = 100, InterruptsOnVolatility = true, MaxOrdersPerAccount = 7,
            VolatilityAuctionSeconds = 60,
        };

        var instrument = InstrumentTerms.ToInstrument(Request with { MatchingRules = rules }).Value!;

        Assert.Equal(rules, InstrumentWire.ToWire(instrument).MatchingRules);
    }

    [Fact]
    public void Without_matching_rules_an_instrument_has_none() => Assert.Equal(MatchingRules.None, InstrumentTerms.ToInstrument(Request).Value!.MatchingRules);

    [Fact]
    public void A_status_speaks_in_prices_and_quantities()
    {
        var instrument = InstrumentTerms.ToInstrument(Request).Value!;
        var status = new InstrumentStatus(TradingState.ClosingAuction, new Price(20_005), new Timestamp(1_000_000))
        {
            NextState = TradingState.Closed,
            NextChangeTime = new Timestamp(2_000_000),
            CloseTime = new Timestamp(3_000_000),
            SessionEnd = new Timestamp(4_000_000),
            ReferencePrice = new Price(20_000),
        };

        var wire = InstrumentWire.ToWire(instrument, status, new IndicativeAuction(new Price(20_001), new Quantity(150), -25));

        Assert.Equal((Client.TradingState.ClosingAuction, Client.TradingState.Closed), (wire.State, wire.NextState));
        Assert.Equal((2_000.5m, 2_000m, 2_000.1m, 1.5m, -0.25m), (wire.MarkPrice, wire.ReferencePrice, wire.IndicativePrice, wire.IndicativeQty, wire.IndicativeSurplus));
        Assert.Equal([2L, 3L, 4L], new[] { wire.NextChangeTime, wire.CloseTime, wire.SessionEnd }.Select(time => time!.Value.ToUnixTimeSeconds()));
        Assert.Null(InstrumentWire.ToWire(instrument, status, indicative: null).IndicativePrice);
    }

    [Fact]
    public void A_schedule_comes_back_as_it_was_given()
    {
        var schedule = new Client.TradingSchedule
        {
            TimeZoneId = "America/New_York",
            Sessions = [new Client.WeeklySession { Day = DayOfWeek.Sunday, Phases = [Phase(17, Client.TradingState.Continuous, 0), Phase(17, Client.TradingState.Closed, 5)] }],
            Holidays = [new(2026, 12, 25)],
            EarlyCloses = [new Client.EarlyClose { Date = new(2026, 12, 27), Phases = [Phase(18, Client.TradingState.OpeningAuction, 0), Phase(19, Client.TradingState.Closed, 0)] }],
            RandomEndSeconds = 15,
        };

        var model = ScheduleWire.ToModel(schedule).Value!;

        Assert.Equivalent(schedule, ScheduleWire.ToWire(InstrumentTerms.ToInstrument(Request).Value!, model).Schedule, strict: true);
    }

    [Fact]
    public void Empty_elements_are_refused()
    {
        var schedule = new Client.TradingSchedule { TimeZoneId = "UTC", Sessions = [null!] };

        Assert.Equal(Client.RtxErrorCodes.InvalidRequest, ScheduleWire.ToModel(schedule).Error?.Code);
        Assert.Equal(
            Client.RtxErrorCodes.InvalidRequest, ScheduleWire.ToModel(schedule with { Sessions = [], EarlyCloses = [new Client.EarlyClose { Date = default, Phases = [null!] }] }).Error?.Code);
    }

    private static Client.SessionPhase Phase(int hour, Client.TradingState state, int dayOffset) => new() { Start = new(hour, 0), State = state, DayOffset = dayOffset };
}
