using Rtx.Gateway.Wire;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Api.Tests.Wire;

public sealed class OrderWireTests
{
    private static readonly OrderInstructions Everything = new()
    {
        StopPx = new Price(650),
        TriggerSource = TriggerSource.MarkPrice,
        TrailOffset = new TrailOffset(5, IsBasisPoints: false),
        DisplayQty = new Quantity(300),
        MinQty = new Quantity(200),
        PostOnly = PostOnly.Reject,
        ReduceOnly = true,
        ExpireTime = new Timestamp(2_000_000),
        SelfTradePrevention = SelfTradePrevention.CancelAggressing,
        TradeGroup = TradeGroupWire.ToModel(new UserId(7), int.MaxValue),
        Tag = new OrderTag("grid-4"),
        ConnectionId = 9,
        ListId = OrderId.Create(TestInstruments.Margined.Id, 1),
        ListRole = ListRole.TakeProfit,
    };

    private static readonly OrderEvent Event = new()
    {
        Sequence = 3,
        ExecType = ExecType.Restated,
        OrderId = OrderId.Create(TestInstruments.Margined.Id, 2),
        AccountId = new AccountId(1),
        ClientOrderId = new ClientOrderId("a"),
        Side = Side.Buy,
        OrderType = OrderType.TrailingStopLimit,
        TimeInForce = TimeInForce.Gtd,
        Price = new Price(655),
        OrderQty = new Quantity(1_000),
        CumQty = Quantity.Zero,
        LeavesQty = new Quantity(1_000),
        CumTickLots = 0m,
        Status = OrdStatus.New,
        PrioritySequence = 3,
        CreatedAt = new Timestamp(1_000_000),
        Time = new Timestamp(1_500_000),
        Place = OrderPlace.Trigger,
        Reason = ExecReason.Trailed,
        DisplayedQty = new Quantity(100),
        Instructions = Everything,
    };

    [Fact]
    public void An_order_shows_all_that_it_asks_for_in_decimals()
    {
        var order = OrderWire.ToWire(TestInstruments.Margined, Event.ToOrder());

        Assert.Equal((Client.OrderPlace.Trigger, Client.ExecReason.Trailed), (order.Place, order.Reason));
        Assert.Equal((65.5m, 65m, Client.TriggerSource.MarkPrice), (order.Price, order.StopPx, order.TriggerSource));
        Assert.Equal((0.5m, null), (order.TrailingOffset, order.TrailingOffsetPercent));
        Assert.Equal((10m, 3m, 1m, 2m), (order.OrderQty, order.DisplayQty, order.DisplayedQty, order.MinQty));
        Assert.Equal((Client.PostOnly.Reject, true, Client.SelfTradePrevention.CancelAggressing), (order.PostOnly, order.ReduceOnly, order.SelfTradePrevention));
        Assert.Equal((int.MaxValue, "grid-4", true), (order.TradeGroup, order.Tag, order.CancelOnDisconnect));
        Assert.Equal((Everything.ListId.Value, Client.ListRole.TakeProfit), (order.ListId, order.ListRole));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(2), order.ExpireTime);
    }

    [Fact]
    public void A_percentage_is_shown_as_one()
    {
        var order = OrderWire.ToWire(TestInstruments.Margined, Event.ToOrder() with { Instructions = Everything with { TrailOffset = new TrailOffset(125, IsBasisPoints: true) } });

        Assert.Equal((null, 1.25m), (order.TrailingOffset, order.TrailingOffsetPercent));
    }

    [Fact]
    public void A_plain_order_shows_nothing_of_it()
    {
        var order = OrderWire.ToWire(TestInstruments.Margined, Event.ToOrder() with { Instructions = null, DisplayedQty = null });

        Assert.Equal((null, null, null, null), (order.StopPx, order.DisplayQty, order.DisplayedQty, order.ListId));
        Assert.Equal((Client.PostOnly.No, false, 0, (string?)null, false), (order.PostOnly, order.ReduceOnly, order.TradeGroup, order.Tag, order.CancelOnDisconnect));
    }

    [Fact]
    public void A_report_shows_the_state_after_its_event()
    {
        var report = OrderWire.ToWire(TestInstruments.Margined, Event);

        Assert.Equal((Client.ExecType.Restated, Client.OrderPlace.Trigger, Client.ExecReason.Trailed), (report.ExecType, report.Place, report.Reason));
        Assert.Equal((65m, 1m, "grid-4", Everything.ListId.Value, false), (report.StopPx, report.DisplayedQty, report.Tag, report.ListId, report.IsAuction));
    }

    [Fact]
    public void Groups_of_different_users_are_different_groups()
    {
        Assert.NotEqual(TradeGroupWire.ToModel(new UserId(1), 5), TradeGroupWire.ToModel(new UserId(2), 5));
        Assert.Equal(0, TradeGroupWire.ToModel(new UserId(1), 0));
    }

    [Theory]
    [InlineData("self_trade_prevention", Client.ExecReason.SelfTradePrevention)]
    [InlineData("none", Client.ExecReason.None)]
    [InlineData("SelfTradePrevention", null)]
    [InlineData("3", null)]
    public void Query_texts_are_those_of_json(string text, Client.ExecReason? expected) =>
        Assert.Equal(expected, EnumText.TryParse(text, out Client.ExecReason reason) ? reason : null);
}
