using Rtx.Model;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using static Rtx.Storage.Tests.Trading.OrderEvents;

namespace Rtx.Storage.Tests.Trading;

public sealed class BooksToWakeTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly InstrumentId Spot = TestInstruments.Spot.Id;

    private TradingFixture _trading = null!;

    public async ValueTask InitializeAsync() => _trading = await TradingFixture.StartAsync(postgres);

    public ValueTask DisposeAsync() => _trading.DisposeAsync();

    [Fact]
    public async Task A_book_is_to_be_awake_while_an_order_is_open_or_it_was_used_of_late()
    {
        var order = Accepted(Spot, 1, _trading.Alice, "a", Side.Buy);
        var untouched = await ReadAsync(usedSince: 0);
        await _trading.CommitAsync(order);
        var open = await ReadAsync(usedSince: 10);
        await _trading.CommitAsync(order.Closed(2, ExecType.Canceled));

        Assert.Empty(untouched);
        Assert.Equal([(Spot, false)], open);
        Assert.Equal([(Spot, false)], await ReadAsync(usedSince: 2));
        Assert.Empty(await ReadAsync(usedSince: 3));
    }

    [Theory]
    [InlineData(TradingState.VolatilityAuction, true)]
    [InlineData(TradingState.OpeningAuction, true)]
    [InlineData(TradingState.Halted, false)]
    public async Task A_book_in_an_auction_is_to_be_awake(TradingState state, bool isToBeAwake)
    {
        await _trading.QueryAsync<int>(
            "insert into book_standings (instrument_id, trading_state) values ($1, $2) returning instrument_id", Spot.Value, (short)state);

        Assert.Equal(isToBeAwake ? [(Spot, true)] : [], await ReadAsync(usedSince: 0));
    }

    private Task<IReadOnlyList<(InstrumentId, bool)>> ReadAsync(long usedSince) =>
        _trading.Books.ReadBooksToWakeAsync(new Timestamp(usedSince * 1_000_000), TestContext.Current.CancellationToken);
}
