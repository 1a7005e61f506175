using Rtx.Domain.Margin;
using Rtx.Model;

namespace Rtx.Domain.Tests.Margin;

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
    [InlineData(100L, 101L, null, 101L)]
    [InlineData(100L, 90L, 99L, 99L)]
    [InlineData(100L, null, 99L, 99L)]
    [InlineData(100L, 105L, 99L, 100L)] // crossed, in an auction
    [InlineData(null, 105L, 99L, null)]
    public void Last_trade_counts_within_what_people_would_trade_at(long? last, long? bid, long? ask, long? mark) =>
        Assert.Equal(At(mark), BookMark.Of(At(last), At(bid), At(ask)));

    [Fact]
    public void Middle_of_the_largest_prices_is_exact() => Assert.Equal(new Price(long.MaxValue - 1), BookMark.Middle(new Price(long.MaxValue), new Price(long.MaxValue - 2)));

    private static Price? At(long? ticks) => ticks is { } t ? new Price(t) : null;
}
