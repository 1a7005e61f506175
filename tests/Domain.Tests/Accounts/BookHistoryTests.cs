using Rtx.Domain.Accounts;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

public sealed class BookHistoryTests
{
    private static readonly InstrumentId Book = TestInstruments.Spot.Id;

    private readonly TradingAccount _account = new(new Account(new AccountId(1), new UserId(1), "alice", AccountStatus.Active));

    public BookHistoryTests() => _account.RegisterInstrument(TestInstruments.Spot);

    [Fact]
    public void A_book_that_starts_before_the_settled_sequence_has_lost_its_history()
    {
        _account.RestoreBookEpoch(Book, 3);
        _account.RestoreSettled(Book, 98);

        Assert.Equal(BookHistory.Lost, _account.Meet(Book, epoch: 4, openedAt: 95));
        Assert.Equal(BookHistory.Same, _account.Meet(Book, epoch: 4, openedAt: 98));
        Assert.Equal(BookHistory.Same, _account.Meet(Book, epoch: 5, openedAt: 120));
    }

    [Fact]
    public void The_settled_sequence_may_be_ahead_of_the_start_of_the_same_activation()
    {
        _account.RestoreBookEpoch(Book, 3);
        _account.RestoreSettled(Book, 98);

        Assert.Equal(BookHistory.Same, _account.Meet(Book, epoch: 3, openedAt: 95));
    }

    [Fact]
    public void An_epoch_that_was_given_twice_is_detected_by_its_start()
    {
        _account.Meet(Book, epoch: 3, openedAt: 90);
        _account.RestoreSettled(Book, 98);

        Assert.Equal(BookHistory.Lost, _account.Meet(Book, epoch: 3, openedAt: 95));
    }

    [Fact]
    public void An_activation_that_is_not_the_newest_is_outdated()
    {
        Assert.False(_account.KnowsEpoch(Book));
        _account.Meet(Book, epoch: 4, openedAt: 0);

        Assert.True(_account.KnowsEpoch(Book));
        Assert.Equal(BookHistory.Outdated, _account.Meet(Book, epoch: 3, openedAt: 200));
    }
}
