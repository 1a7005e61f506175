using Microsoft.Extensions.Logging.Abstractions;
using Rtx.Actors.Accounts;
using Rtx.Actors.Instruments;
using Rtx.Domain.Accounts;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>Orders for a book that does not accept them.</summary>
public sealed class OrderPlacementTests
{
    private static readonly AccountId Id = new(7);
    private static readonly Instrument Instrument = TestOrders.Spot(1);

    [Fact]
    public async Task What_is_held_for_an_order_is_free_again_when_its_book_could_not_begin()
    {
        var account = new TradingAccount(new Account(Id, new UserId(1), "test", AccountStatus.Active));
        account.RestoreBalance(TestOrders.Usd, 1_000m);
        // Nothing is committed here, and no grain is deactivated.
        var writer = new AccountWriter(grain: null!, Id, commits: null!, capacity: 1, NullLogger.Instance);
        var instruments = new AccountInstruments(account, grains: null!, new MarkPrices(grains: null!, TimeProvider.System));
        instruments.Register(Instrument);
        var book = Answering.With<IOrderBookGrain>(
            Task.FromException<OrderReply>(new DataUnavailableException("The book could not begin.")));
        var active = new ActiveAccount(
            account, writer, instruments, new BookCalls(_ => book, writer, NullLogger.Instance), new ClientOrderIds(maxKnown: 10),
            Store: null!, TimeProvider.System, NullLogger.Instance);

        var reply = await new OrderPlacement(active, new OrderTermsResolver(grains: null!))
            .PlaceAsync(Instrument.Limit(Side.Buy, 1m, 100m, "held"), TestContext.Current.CancellationToken);

        Assert.Equal(ReplyStatus.Unavailable, reply.Status);
        Assert.Equal(0m, account.Summarize(_ => default).Held(TestOrders.Usd));
        Assert.False(writer.IsDropped);
    }
}
