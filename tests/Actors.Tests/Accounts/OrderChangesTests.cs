using Microsoft.Extensions.Logging.Abstractions;
using Rtx.Actors.Accounts;
using Rtx.Actors.Instruments;
using Rtx.Domain.Accounts;
using Rtx.Storage.Trading;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>
/// Changes of orders that the book does not know while SQL has them open or closed: only a kill or a network cut at the right moment leads
/// there.
/// </summary>
public sealed class OrderChangesTests
{
    private static readonly AccountId Id = new(7);
    private static readonly Instrument Instrument = TestOrders.Spot(1);
    private static readonly OrderId Order = Instrument.Known(Id, sequence: 3).OrderId;

    [Theory]
    [InlineData(OrdStatus.New, ReplyStatus.Unavailable, RejectReason.None)]
    [InlineData(OrdStatus.PartiallyFilled, ReplyStatus.Unavailable, RejectReason.None)]
    [InlineData(OrdStatus.Canceled, ReplyStatus.Refused, RejectReason.OrderClosed)]
    [InlineData(null, ReplyStatus.Refused, RejectReason.UnknownOrder)]
    public async Task Order_that_its_book_does_not_know_is_closed_only_when_SQL_says_so(
        OrdStatus? stored, ReplyStatus status, RejectReason reason)
    {
        var reply = await ChangesOf(stored).CancelAsync(new CancelOrder(Order), TestContext.Current.CancellationToken);

        Assert.Equal((status, reason), (reply.Status, reply.RejectReason));
    }

    [Fact]
    public async Task Amendment_of_an_order_just_filled_finds_it_closed_and_holds_nothing_for_the_change()
    {
        var account = NewAccount();
        account.RestoreBalance(TestOrders.Usd, 1_000m);
        account.RegisterInstrument(Instrument);
        account.RestoreOpenOrder(Instrument.Known(Id, sequence: 3));
        var held = account.Summarize(_ => default).Held(TestOrders.Usd);

        var reply = await ChangesOf(OrdStatus.Filled, account).AmendAsync(
            new AmendOrder(Order, new Quantity(5)), TestContext.Current.CancellationToken);

        Assert.Equal(
            (ReplyStatus.Refused, RejectReason.OrderClosed, OrdStatus.Filled), (reply.Status, reply.RejectReason, reply.Order?.Status));
        Assert.Equal(held, account.Summarize(_ => default).Held(TestOrders.Usd));
        Assert.Equal(0, account.OnTheirWay);
    }

    private static TradingAccount NewAccount() => new(new Account(Id, new UserId(1), "test", AccountStatus.Active));

    private static OrderChanges ChangesOf(OrdStatus? stored) => ChangesOf(stored, NewAccount());

    private static OrderChanges ChangesOf(OrdStatus? stored, TradingAccount account)
    {
        // Nothing is committed here, and no grain is deactivated.
        var writer = new AccountWriter(grain: null!, Id, commits: null!, capacity: 1, NullLogger.Instance);
        var instruments = new AccountInstruments(account, grains: null!, new MarkPrices(grains: null!, TimeProvider.System));
        instruments.Register(Instrument);
        var book = Answering.With<IOrderBookGrain>(Task.FromResult(OrderReply.Refuse(RejectReason.UnknownOrder)));
        var store = Answering.With<IAccountStore>(Task.FromResult(stored is { } status ? Instrument.Known(Id, sequence: 3, status) : null));
        return new OrderChanges(
            new ActiveAccount(
                account, writer, instruments, new BookCalls(_ => book, writer, NullLogger.Instance), new ClientOrderIds(maxKnown: 0), store,
                TimeProvider.System, NullLogger.Instance));
    }
}
