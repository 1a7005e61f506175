using Rtx.Domain.Marks;
using Rtx.Model;

namespace Rtx.Domain.Tests.Marks;

public class BookMarkTests
{
    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData(null, 90L, null, null)]
    [InlineData(null, 90L, 101L, 95L)]
    [InlineData(null, -3L, 2L, 0L)]
    [InlineData(100L, null, null, 100L)]
    [InlineData(100L, 90L, 110L, 100L)]
    [InlineData(100L, 101L, 110L, 101L)]
    [InlineData(100L, 101L, null, 100L)] // a single side may be anywhere
    [InlineData(20_000L, null, 10L, 20_000L)]
    [InlineData(100L, 90L, 99L, 99L)]
    [InlineData(100L, null, 99L, 100L)]
    [InlineData(100L, 105L, 99L, 100L)] // crossed, in an auction
    [InlineData(null, 105L, 99L, null)]
    public void Last_trade_is_clamped_to_the_quotes(long? last, long? bid, long? ask, long? mark) =>
        Assert.Equal(At(mark), BookMark.Of(At(last), At(bid), At(ask), TradingState.Continuous));

    [Theory]
    [InlineData(TradingState.PreOpen)]
    [InlineData(TradingState.OpeningAuction)]
    [InlineData(TradingState.VolatilityAuction)]
    [InlineData(TradingState.ClosingAuction)]
    [InlineData(TradingState.Halted)]
    [InlineData(TradingState.CancelOnly)]
    [InlineData(TradingState.Closed)]
    public void Quotes_that_can_not_be_traded_with_do_not_move_the_mark(TradingState state)
    {
        Assert.Equal(At(100), BookMark.Of(At(100), At(8), At(10), state));
        Assert.Null(BookMark.Of(lastTrade: null, At(8), At(10), state));
    }

    [Fact]
    public void Middle_of_the_largest_prices_is_exact() =>
        Assert.Equal(new Price(long.MaxValue - 1), BookMark.Middle(new Price(long.MaxValue), new Price(long.MaxValue - 2)));

    private static Price? At(long? ticks) => ticks is { } t ? new Price(t) : null;
}
