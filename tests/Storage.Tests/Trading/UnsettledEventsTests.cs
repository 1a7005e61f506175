using Rtx.Model;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using static Rtx.Storage.Tests.Trading.OrderEvents;

namespace Rtx.Storage.Tests.Trading;

/// <summary>An account that opens reads, book by book, the events that it has not settled.</summary>
public sealed class UnsettledEventsTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly InstrumentId[] Books =
        [.. new[] { TestInstruments.Spot.Id, TestInstruments.Margined.Id }.OrderBy(id => id.Value)];

    private TradingFixture _trading = null!;

    public async ValueTask InitializeAsync() => _trading = await TradingFixture.StartAsync(postgres);

    public ValueTask DisposeAsync() => _trading.DisposeAsync();

    [Fact]
    public async Task Events_come_by_book_and_sequence_and_those_of_others_are_left_out()
    {
        await _trading.CommitAsync(
            Order(Books[1], 1, _trading.Alice), Order(Books[1], 2, _trading.Bob), Order(Books[1], 3, _trading.Alice));
        await _trading.CommitAsync(Order(Books[0], 1, _trading.Alice), Order(Books[0], 2, _trading.Bob));

        Assert.Equal([(Books[0], 1L), (Books[1], 1L), (Books[1], 3L)], await UnsettledAsync(_trading.Alice));
        Assert.Equal([(Books[0], 2L), (Books[1], 2L)], await UnsettledAsync(_trading.Bob));
    }

    [Fact]
    public async Task Events_begin_behind_what_is_settled_in_each_book()
    {
        await _trading.CommitAsync(Order(Books[0], 1, _trading.Alice), Order(Books[0], 2, _trading.Alice));
        await _trading.CommitAsync(Order(Books[1], 1, _trading.Alice));
        await _trading.SettleAsync(_trading.Alice, new Money(1m, new Currency("USD")), "m-1");
        Assert.Empty(await UnsettledAsync(_trading.Alice));

        await _trading.CommitAsync(Order(Books[0], 3, _trading.Bob), Order(Books[0], 4, _trading.Alice));

        Assert.Equal([(Books[0], 4L)], await UnsettledAsync(_trading.Alice));
    }

    private static OrderEvent Order(InstrumentId book, long sequence, AccountId owner) =>
        Accepted(book, sequence, owner, $"{book}-{sequence}", Side.Buy);

    private async Task<IEnumerable<(InstrumentId Book, long Sequence)>> UnsettledAsync(AccountId account)
    {
        var opened = await _trading.Accounts.OpenAsync(account, maxClientOrderIds: 0, TestContext.Current.CancellationToken);
        return opened!.Unsettled.Select(e => (e.OrderId.Instrument, e.Sequence));
    }
}
