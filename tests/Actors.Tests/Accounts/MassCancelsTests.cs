using Microsoft.Extensions.Logging.Abstractions;
using Rtx.Actors.Accounts;
using Rtx.Domain.Accounts;
using Rtx.Testing.Orders;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>Mass cancels with fake books: covers cases that are too rare on a real cluster.</summary>
public sealed class MassCancelsTests
{
    private static readonly AccountId Id = new(7);
    private static readonly Instrument Instrument = TestOrders.Spot(1);
    private readonly TradingAccount _account = new(new Account(Id, new UserId(1), "test", AccountStatus.Active));
    private readonly Dictionary<InstrumentId, IOrderBookGrain> _books = [];
    private readonly BookCalls _calls;
    private readonly MassCancels _cancels;

    public MassCancelsTests()
    {
        // Nothing is committed here, and no grain is deactivated.
        var writer = new AccountWriter(grain: null!, Id, commits: null!, capacity: 1, NullLogger.Instance);
        _calls = new BookCalls(instrument => _books[instrument], writer, NullLogger.Instance);
        _cancels = new MassCancels(new ActiveAccount(
            _account, writer, Instruments: null!, _calls, new ClientOrderIds(maxKnown: 0), Store: null!, TimeProvider.System,
            NullLogger.Instance));
    }

    private SlowBook Works(Instrument instrument)
    {
        _account.RegisterInstrument(instrument);
        _account.RestoreOpenOrder(instrument.Known(Id));
        _books[instrument.Id] = SlowBook.New(out var book);
        return book;
    }

    [Fact]
    public async Task An_order_that_the_cancel_overtook_is_cancelled_once_its_book_has_taken_it()
    {
        var book = Works(Instrument);
        var placing = _calls.SubmitAsync(Instrument.Id, default);
        var cancelling = _cancels.CancelEverythingAsync(ExecReason.KillSwitch);
        Assert.Single(book.MassCancels);
        Assert.False(cancelling.IsCompleted);

        book.Open(Instrument.Known(Id, 2));
        await placing;
        var reply = await cancelling;

        Assert.Equal([(new MassCancel(), ExecReason.KillSwitch), (new MassCancel(), ExecReason.KillSwitch)], book.MassCancels);
        Assert.Equal((ReplyStatus.Done, 2L), (reply.Status, Assert.Single(reply.Orders).Sequence));
    }

    [Fact]
    public async Task One_cancel_is_enough_when_nothing_is_on_its_way()
    {
        var book = Works(Instrument);

        await _cancels.CancelEverythingAsync(ExecReason.CancelAllAfter);

        Assert.Single(book.MassCancels);
    }

    [Theory]
    [InlineData(ReplyStatus.Unknown, ReplyStatus.Unavailable, ReplyStatus.Unknown)]
    [InlineData(ReplyStatus.Done, ReplyStatus.Unknown, ReplyStatus.Unknown)]
    [InlineData(ReplyStatus.Unavailable, ReplyStatus.Busy, ReplyStatus.Unavailable)]
    [InlineData(ReplyStatus.Busy, ReplyStatus.Done, ReplyStatus.Busy)]
    [InlineData(ReplyStatus.Done, ReplyStatus.Done, ReplyStatus.Done)]
    public async Task The_worst_answer_of_several_books_counts(ReplyStatus one, ReplyStatus other, ReplyStatus expected)
    {
        Works(Instrument).Answer = one;
        Works(TestOrders.Spot(2)).Answer = other;

        var reply = await _cancels.CancelAsync(new MassCancel(), ExecReason.MassCancel, CancellationToken.None);

        Assert.Equal(expected, reply.Status);
    }

    [Fact]
    public async Task Without_orders_nobody_is_asked() =>
        Assert.Equal(
            ReplyStatus.Done, (await _cancels.CancelAsync(new MassCancel(), ExecReason.MassCancel, CancellationToken.None)).Status);
}
