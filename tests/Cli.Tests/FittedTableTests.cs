using Rtx.Cli.Output;
using Rtx.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rtx.Cli.Tests;

public sealed class FittedTableTests
{
    private const string LongSymbol = "PERPETUAL-1000BONK/USDT2";

    private static readonly DateTimeOffset Time = new(2026, 11, 29, 23, 59, 59, 999, TimeSpan.Zero);

    private static readonly Order Order = new()
    {
        OrderId = 9_223_372_036_854_775_807,
        ClientOrderId = "mine-1",
        AccountId = 12,
        Symbol = LongSymbol,
        Side = Side.Sell,
        OrderType = OrderType.TrailingStopLimit,
        TimeInForce = TimeInForce.Gtd,
        Price = 123_456.78901m,
        StopPx = 123_450.12345m,
        OrderQty = 1_234_567.00001m,
        CumQty = 234_567.00001m,
        LeavesQty = 1_000_000m,
        AvgPx = 123_456.789012m,
        Status = OrdStatus.PartiallyFilled,
        Sequence = 9,
        CreatedAt = Time,
        UpdatedAt = Time,
        Place = OrderPlace.Trigger,
    };

    public static TheoryData<int> Widths => [40, 80, 120, 400];

    [Theory]
    [MemberData(nameof(Widths))]
    public void No_value_of_an_order_is_broken(int width) =>
        AssertWhole(Tables.Orders([Order, Order]), width, "9223372036854775807", LongSymbol, "123456.78901", "123450.12345", "1234567.00001", "234567.00001", "123456.789012");

    [Theory]
    [MemberData(nameof(Widths))]
    public void No_value_of_a_tick_or_an_account_is_broken(int width)
    {
        var tick = new Tick
        {
            Symbol = LongSymbol, ProviderId = 32_767, Sequence = 9_223_372_036_854_775_806, Time = Time, Kind = TickKind.Quote,
            Bid = 123_456.78901m, BidQty = 1_234_567.125m, Ask = 123_457.78901m, AskQty = 7_654_321.125m,
        };
        AssertWhole(Tables.Ticks([tick]), width, "9223372036854775806", "2026-11-29 23:59:59.999", "123456.78901", "1234567.125", "123457.78901", "7654321.125");
        AssertWhole(
            Tables.Orders([Order with { Symbol = "BTCUSD", OrderId = 7_696_581_394_433, OrderType = OrderType.Limit, StopPx = null, Place = OrderPlace.Book }]), width, "7696581394433", "BTCUSD");
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void Names_and_values_stand_below_each_other_where_they_do_not_fit(int width) =>
        AssertWhole(Tables.Of(["Replay", LongSymbol], [["Invariants", "18 checked, none broken"], ["A name of some length", "1,144,807 in 125.5 s until stored, 9122 a second"]]), width, LongSymbol, "1,144,807", "Invariants");

    [Fact]
    public void What_fits_is_one_table_with_one_line_a_row()
    {
        var lines = Render(Tables.Of(["Order", "Symbol"], [["1", "BTCUSD"], ["2", "ETHUSD"]]), 40);

        Assert.Equal(6, lines.Length);
        Assert.Contains("│ 1     │ BTCUSD │", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_does_not_fit_takes_more_lines_of_the_same_table()
    {
        var lines = Render(Tables.Of(["First", "Second", "Third", "Fourth"], [["one", "two", "three", "four"]]), 24);

        Assert.Contains("│ First │ Second │", lines[1], StringComparison.Ordinal);
        Assert.Contains("│ Third │ Fourth │", lines[2], StringComparison.Ordinal);
        Assert.Contains("│ one   │ two    │", lines[4], StringComparison.Ordinal);
        Assert.Contains("│ three │ four   │", lines[5], StringComparison.Ordinal);
    }

    private static void AssertWhole(IRenderable table, int width, params string[] values)
    {
        var lines = Render(table, width);
        Assert.All(values, value => Assert.Contains(lines, line => line.Contains(value, StringComparison.Ordinal)));
        // The longest value here is shorter than the narrowest width.
        Assert.All(lines, line => Assert.True(line.Length <= width, $"'{line}' is longer than {width}."));
    }

    private static string[] Render(IRenderable table, int width)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        console.Write(table);
        return [.. text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }
}
