using Rtx.Chaos.Checking;
using Rtx.Chaos.Faults;
using Rtx.Chaos.History;
using Rtx.Client;

namespace Rtx.Chaos.Tests.Checking;

/// <summary>A check that can't fail proves nothing: each rule is broken once.</summary>
public sealed class HistoryCheckerTests
{
    private readonly TestRun _run = new();

    [Fact]
    public void Run_in_order_has_no_differences() => Assert.Empty(_run.Check());

    [Fact]
    public void Forged_acknowledgement_is_found()
    {
        _run.Answer(
            _run.Send(TestRun.Seller, sent => sent with { Place = TestRun.Place("s-9", Side.Sell, 1m) }),
            TestRun.Told((7L << 40) | 9, TestRun.Seller, "s-9", Side.Sell, 9, 1m, 0m, 1m, OrdStatus.New));

        Assert.Equal([DifferenceKind.AcknowledgementLost, DifferenceKind.OrderDoubled], _run.Check());
    }

    [Fact]
    public void Acknowledgement_with_another_quantity_is_found()
    {
        _run.Answer(_run.Send(TestRun.Buyer, sent => sent with { Place = TestRun.Place("b-1", Side.Buy, 3m) }),
            TestRun.Told(TestRun.BuyId, TestRun.Buyer, "b-1", Side.Buy, 3, 3m, 2m, 1m, OrdStatus.PartiallyFilled));

        Assert.Equal([DifferenceKind.AcknowledgementChanged], _run.Check());
    }

    [Fact]
    public void Order_that_is_behind_its_acknowledgement_is_found()
    {
        _run.Facts.Orders[TestRun.SellId] = _run.Facts.Orders[TestRun.SellId] with { Sequence = 5, LeavesLots = 10, Status = (short)OrdStatus.PartiallyFilled };

        Assert.Equal([DifferenceKind.AcknowledgementUndone], _run.Check());
    }

    [Fact]
    public void Fill_of_an_answer_that_is_lost_is_found()
    {
        _run.Facts.Trades.Clear();

        Assert.Equal([DifferenceKind.FillLost], _run.Check());
    }

    [Fact]
    public void Fill_of_an_execution_report_that_is_lost_is_found()
    {
        _run.Tell(7, ExecType.Trade, 4m, 0m, OrdStatus.Filled, 1m, trade: (7L << 40) | 8);

        Assert.Equal([DifferenceKind.FillLost], _run.Check());
    }

    [Fact]
    public void Trade_that_is_told_twice_is_found()
    {
        _run.Tell(5, ExecType.Trade, 3m, 2m, OrdStatus.PartiallyFilled, 3m);

        Assert.Equal([DifferenceKind.FillLost, DifferenceKind.TradeDoubled], _run.Check());
    }

    [Theory]
    [InlineData(101, new string[0])]
    [InlineData(99, new[] { DifferenceKind.AcknowledgementChanged })]
    public void Trailing_stop_that_waits_has_followed_the_market_and_never_gone_back(int price, string[] found)
    {
        var told = TestRun.Told(TestRun.SellId, TestRun.Seller, "s-1", Side.Sell, 1, 5m, 0m, 5m, OrdStatus.New);
        _run.Answer(
            _run.Send(TestRun.Seller, sent => sent with { Place = TestRun.Place("s-1", Side.Sell, 5m) }),
            told with { OrderType = OrderType.TrailingStop, Place = OrderPlace.Trigger, Price = price });

        Assert.Equal(found, _run.Check());
    }

    [Fact]
    public void Second_order_for_one_name_is_found()
    {
        _run.Answer(_run.Send(TestRun.Buyer, sent => sent with { Place = TestRun.Place("b-1", Side.Buy, 3m) }),
            TestRun.Told(TestRun.SellId, TestRun.Seller, "s-1", Side.Sell, 6, 4m, 3m, 0m, OrdStatus.Canceled));

        Assert.Equal([DifferenceKind.OrderDoubled], _run.Check());
    }

    [Fact]
    public void Amendment_that_is_lost_is_found()
    {
        _run.Answer(_run.Send(TestRun.Seller, sent => sent with { OrderId = TestRun.SellId, Amend = new AmendOrderRequest { OrderQty = 4.5m } }),
            TestRun.Told(TestRun.SellId, TestRun.Seller, "s-1", Side.Sell, 6, 4m, 3m, 0m, OrdStatus.Canceled));

        Assert.Equal([DifferenceKind.AmendmentLost], _run.Check());
    }

    [Fact]
    public void Refusal_that_nobody_remembers_is_found()
    {
        _run.Facts.Refusals.Clear();

        Assert.Equal([DifferenceKind.RefusalUnexplained], _run.Check());
    }

    [Fact]
    public void Order_that_was_answered_as_not_decided_is_found()
    {
        _run.Facts.Refusals[(TestRun.Buyer, "b-4")] = (short)Model.RejectReason.InsufficientFunds;

        Assert.Equal([DifferenceKind.DecidedInSilence], _run.Check());
    }

    [Fact]
    public void Order_that_was_left_in_doubt_may_be_there()
    {
        _run.Facts.Refusals[(TestRun.Buyer, "b-3")] = (short)Model.RejectReason.InsufficientFunds;

        Assert.Empty(_run.Check());
    }

    [Fact]
    public void Repeated_request_that_is_called_a_duplicate_is_found()
    {
        _run.Fail(_run.Send(TestRun.Buyer, sent => sent with { Place = TestRun.Place("b-1", Side.Buy, 3m) }), RtxErrorCodes.DuplicateClientOrderId);

        Assert.Equal([DifferenceKind.CalledDuplicate], _run.Check());
    }

    [Fact]
    public void Half_a_list_is_found()
    {
        _run.Fail(
            _run.Send(TestRun.Seller, sent => sent with
            {
                PlaceList = new PlaceOrderListRequest { ContingencyType = ContingencyType.Oco, Orders = [TestRun.Place("l-1", Side.Sell, 1m), TestRun.Place("l-2", Side.Sell, 1m)] },
            }),
            RequestFailed.NoAnswer);
        _run.Facts.Refusals[(TestRun.Seller, "l-2")] = (short)Model.RejectReason.ListRefused;

        Assert.Equal([DifferenceKind.HalfDone], _run.Check());
    }

    [Fact]
    public void Order_that_nobody_asked_for_is_found()
    {
        _run.Facts.Names[(TestRun.Buyer, "b-9")] = TestRun.BuyId;

        Assert.Equal([DifferenceKind.NobodyAsked], _run.Check());
    }

    [Fact]
    public void Acknowledged_order_that_is_unknown_afterwards_is_found()
    {
        _run.Fail(_run.Send(TestRun.Seller, sent => sent with { OrderId = TestRun.SellId }), RtxErrorCodes.UnknownOrder);

        Assert.Equal([DifferenceKind.OrderForgotten], _run.Check());
    }

    [Fact]
    public void Order_that_is_there_though_its_name_was_unknown_is_found()
    {
        _run.Fail(_run.Send(TestRun.Seller, sent => sent with { ClientOrderId = "s-1" }), RtxErrorCodes.UnknownOrder);

        Assert.Equal([DifferenceKind.OrderForgotten], _run.Check());
    }

    [Fact]
    public void New_name_of_an_amendment_that_was_not_answered_may_be_there()
    {
        _run.Facts.Names[(TestRun.Seller, "s-2")] = TestRun.SellId;
        _run.Send(TestRun.Seller, Rename);

        Assert.Empty(_run.Check());

        _run.Fail(_run.Send(TestRun.Seller, Rename), RtxErrorCodes.Unavailable);
        Assert.Equal([DifferenceKind.DecidedInSilence], _run.Check());

        static RequestSent Rename(RequestSent sent) => sent with { OrderId = TestRun.SellId, Amend = new AmendOrderRequest { NewClientOrderId = "s-2" } };
    }

    [Fact]
    public void Deposit_that_is_lost_is_found()
    {
        _run.Facts.Movements.Clear();

        Assert.Equal([DifferenceKind.FundsLost], _run.Check());
    }

    [Fact]
    public void What_an_asynchronous_standby_lacked_may_be_lost()
    {
        LoseAfter(sequence: 4);

        Assert.Empty(_run.Check());
        Assert.Equal((2, 2), (_run.Losses.Of(_run.Failovers[0]).Lost.Count, _run.Losses.Of(_run.Failovers[0]).LostElse));
    }

    [Fact]
    public void What_a_synchronous_standby_lacks_is_found()
    {
        LoseAfter(sequence: 4, isSynchronous: true);

        Assert.Equal(
            [
                DifferenceKind.AcknowledgementLost, DifferenceKind.AcknowledgementUndone, DifferenceKind.AmendmentLost, DifferenceKind.FundsLost,
                DifferenceKind.RefusalUnexplained,
            ],
            _run.Check());
    }

    [Fact]
    public void What_was_told_before_the_standby_received_its_last_is_not_lost()
    {
        LoseAfter(sequence: 4, receivedUntil: TestRun.Noon.AddSeconds(1));

        Assert.Contains(DifferenceKind.AcknowledgementLost, _run.Check());
    }

    [Fact]
    public void What_a_standby_had_and_lacks_afterwards_is_found()
    {
        LoseAfter(sequence: 4, border: 5);

        Assert.Contains(DifferenceKind.AcknowledgementLost, _run.Check());
    }

    [Fact]
    public void What_is_told_of_a_lost_history_long_after_it_ended_is_found()
    {
        LoseAfter(sequence: 4, promotedAfter: TimeSpan.FromMinutes(-1));

        Assert.Contains(DifferenceKind.AcknowledgementLost, _run.Check());
    }

    [Fact]
    public void Event_of_the_new_history_that_is_lost_is_found()
    {
        LoseAfter(sequence: 4, endedAfter: TimeSpan.FromMinutes(-1));

        Assert.Contains(DifferenceKind.AcknowledgementLost, _run.Check());
    }

    [Fact]
    public void Who_is_told_of_what_a_failover_loses_and_not_to_read_again_is_found()
    {
        LoseAfter(sequence: 3);

        Assert.Equal([DifferenceKind.NeverTold], _run.Check());
        _run.History.Add(new ToldToReadAgain { Time = TestRun.Noon.AddSeconds(10), AccountId = TestRun.Seller });
        Assert.Empty(_run.Check());
    }

    // What else happened at noon happened when the standby received nothing any more.
    private void LoseAfter(
        long sequence, bool isSynchronous = false, DateTimeOffset? receivedUntil = null, long? border = null, TimeSpan endedAfter = default,
        TimeSpan promotedAfter = default)
    {
        _run.LoseAfter(sequence);
        _run.Failovers.Add(new Failover
        {
            IsSynchronous = isSynchronous,
            ReceivedUntil = receivedUntil ?? TestRun.Noon,
            Ended = TestRun.Noon + endedAfter,
            Promoted = TestRun.Noon + promotedAfter,
            Border = new Dictionary<int, long> { [7] = border ?? sequence },
        });
    }
}
