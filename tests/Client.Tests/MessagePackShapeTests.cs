using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Rtx.Client.Tests;

/// <summary>What the hub sends in MessagePack arrives unchanged.</summary>
public sealed class MessagePackShapeTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<object> Messages() =>
    [
        new PlaceOrderRequest { ClientOrderId = "a", Symbol = "X", Side = Side.Sell, OrderType = OrderType.Limit, OrderQty = 1.50m, Price = 0.01m },
        new PlaceOrderRequest
        {
            ClientOrderId = "a", Symbol = "X", Side = Side.Sell, OrderType = OrderType.TrailingStopLimit, TimeInForce = TimeInForce.Gtd, OrderQty = 1m, StopPx = 2m,
            TriggerSource = TriggerSource.OppositeBest, TrailingOffsetPercent = 0.5m, LimitOffset = 0.1m, DisplayQty = 0.2m, MinQty = 0.3m, PostOnly = PostOnly.Slide, ReduceOnly = true,
            ExpireTime = Time, SelfTradePrevention = SelfTradePrevention.CancelBoth, TradeGroup = 3, Tag = "4", CancelOnDisconnect = true, ListRole = ListRole.Child,
        },
        new AmendOrderRequest { OrderQty = 3m },
        new AmendOrderRequest { StopPx = 3m, ExpireTime = Time, NewClientOrderId = "b" },
        new MassCancelRequest { Symbol = "X", Side = Side.Buy, Tag = "0" },
        new CancelAllAfterReply { CancelsAt = Time },
        new DepthLevel { Price = 1.10m, Quantity = 0m, OrderCount = 0 },
        new QueuedOrder { OrderId = long.MaxValue, Side = Side.Sell, Price = 1.10m, Quantity = 3m, PrioritySequence = 4 },
        new Quote { Symbol = "X", Bid = 1.1m, BidQty = 3m, ProviderId = 2, Time = Time },
        new TradePrint { TradeId = long.MaxValue, Symbol = "X", LastPx = -1m, LastQty = 2m, AggressorSide = Side.Buy, Time = Time },
        new Candle { Symbol = "X", PriceKind = CandlePrice.Bid, Minutes = 1, OpenTime = Time, Open = 1m, High = 2m, Low = 0.5m, Close = 1.5m, Volume = 0m, TickCount = 4 },
        new ErrorDetail { Code = RtxErrorCodes.Busy, Status = 429, Detail = "later", RetryAfterSeconds = 0.5 },
        new ExecutionReport
        {
            Sequence = 10, ExecType = ExecType.Trade, OrderId = 1, ClientOrderId = "a", AccountId = 12, Symbol = "X", Side = Side.Sell, OrderType = OrderType.Limit,
            TimeInForce = TimeInForce.Ioc, Price = 1m, OrderQty = 2m, CumQty = 2m, LeavesQty = 0m, Status = OrdStatus.PartiallyFilled, TradeId = 5, LastPx = 1m, LastQty = 2m,
            IsAggressor = true, Time = Time,
        },
    ];

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void A_message_arrives_unchanged(object message) => Assert.Equal(message, SendAndReceive(message));

    [Fact]
    public void A_message_with_lists_arrives_unchanged()
    {
        var update = new DepthUpdate
        {
            Symbol = "X", PreviousSequence = 3, Sequence = 5, Bids = [new DepthLevel { Price = 1.10m, Quantity = 0m, OrderCount = 0 }], Asks = [], Checksum = uint.MaxValue,
            State = TradingState.ClosingAuction, IndicativePx = 1.10m, IndicativeQty = 3m,
        };

        Assert.Equal(JsonSerializer.Serialize(update, RtxJson.Options), JsonSerializer.Serialize(SendAndReceive(update), update.GetType(), RtxJson.Options));
    }

    private static object? SendAndReceive(object message)
    {
        var protocol = new MessagePackHubProtocol();
        var bytes = new ArrayBufferWriter<byte>();
        protocol.WriteMessage(new InvocationMessage("Take", [message]), bytes);
        var input = new ReadOnlySequence<byte>(bytes.WrittenMemory);
        Assert.True(protocol.TryParseMessage(ref input, new Binder(message.GetType()), out var parsed));
        return Assert.IsType<InvocationMessage>(parsed).Arguments[0];
    }

    private sealed class Binder(Type parameter) : IInvocationBinder
    {
        public Type GetReturnType(string invocationId) => parameter;

        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [parameter];

        public Type GetStreamItemType(string streamId) => parameter;
    }
}
