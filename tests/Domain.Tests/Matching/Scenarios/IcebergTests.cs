using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching.Scenarios;

public class IcebergTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Depth_has_only_the_displayed_quantity_of_an_iceberg() => _book
        .Does("s1 Ann sells 10 @ 101 shows 3 gtc", "s1 new")
        .Does("s2 Bob sells 4 @ 101 gtc", "s2 new")
        .Shows("| 101x7");

    [Fact]
    public void Refreshed_iceberg_goes_to_the_end_of_the_queue() => _book
        .Does("s1 Ann sells 10 @ 101 shows 3 gtc", "s1 new")
        .Does("s2 Bob sells 4 @ 101 gtc", "s2 new")
        .Does(
            "b1 Cid buys 8 @ 101 ioc",
            "b1 new",
            "s1 gave 3 @ 101, 3 of 10, last in queue",
            "b1 took 3 @ 101, 3 of 8",
            "s2 gave 4 @ 101, 4 of 4",
            "b1 took 4 @ 101, 7 of 8",
            "s1 gave 1 @ 101, 4 of 10",
            "b1 took 1 @ 101, 8 of 8")
        .Shows("| 101x2");

    [Fact]
    public void Last_refresh_shows_the_rest() => _book
        .Does("s1 Ann sells 7 @ 101 shows 5 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 101 ioc", "b1 new", "s1 gave 5 @ 101, 5 of 7, last in queue", "b1 took 5 @ 101, 5 of 5")
        .Shows("| 101x2")
        .Does("b2 Bob buys 2 @ 101 ioc", "b2 new", "s1 gave 2 @ 101, 7 of 7", "b2 took 2 @ 101, 2 of 2")
        .Shows("|");

    [Fact]
    public void Iceberg_takes_with_its_whole_quantity_and_shows_a_part_when_it_rests() => _book
        .Does("s1 Ann sells 6 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 10 @ 101 shows 3 gtc", "b1 new", "s1 gave 6 @ 101, 6 of 6", "b1 took 6 @ 101, 6 of 10")
        .Shows("101x3 |");

    [Fact]
    public void Lower_quantity_keeps_the_priority_and_shows_no_more_than_before() => _book
        .Does("s1 Ann sells 10 @ 101 shows 4 gtc", "s1 new")
        .Does("b1 Bob buys 3 @ 101 ioc", "b1 new", "s1 gave 3 @ 101, 3 of 10", "b1 took 3 @ 101, 3 of 3")
        .Shows("| 101x1")
        .Does("Ann amends s1 to 8", "s1 replaced, 5 @ 101, keeps place")
        .Shows("| 101x1");

    [Fact]
    public void Another_display_quantity_refreshes_at_the_end_of_the_queue() => _book
        .Does("s1 Ann sells 10 @ 101 shows 4 gtc", "s1 new")
        .Does("b1 Bob buys 3 @ 101 ioc", "b1 new", "s1 gave 3 @ 101, 3 of 10", "b1 took 3 @ 101, 3 of 3")
        .Does("Ann amends s1 shows 2", "s1 replaced, 7 @ 101, last in queue")
        .Shows("| 101x2");

    [Fact]
    public void Only_an_iceberg_has_a_display_quantity_to_amend() => _book
        .Does("s1 Ann sells 10 @ 101 gtc", "s1 new")
        .Does("Ann amends s1 shows 2", "refused: InvalidTerms");

    [Fact]
    public void Quantity_may_not_be_amended_below_the_display_quantity() => _book
        .Does("s1 Ann sells 10 @ 101 shows 4 gtc", "s1 new")
        .Does("Ann amends s1 to 3", "refused: InvalidDisplayQty")
        .Does("Ann amends s1 to 3 shows 3", "s1 replaced, 3 @ 101, last in queue");

    [Theory]
    [InlineData("x Ann sells 10 @ 101 shows 0 gtc")]
    [InlineData("x Ann sells 10 @ 101 shows 11 gtc")]
    public void Display_quantity_is_at_most_the_quantity(string command) => _book.Does(command, "x rejected: InvalidDisplayQty");

    [Fact]
    public void Display_quantity_is_at_least_the_smallest_quantity() =>
        new BookScenario(TestInstruments.Spot with { MinQuantity = new Quantity(3) })
        .Does("s1 Ann sells 10 @ 101 shows 2 gtc", "s1 rejected: InvalidDisplayQty")
        .Does("s2 Ann sells 10 @ 101 shows 3 gtc", "s2 new")
        .Does("Ann amends s2 shows 2", "refused: InvalidDisplayQty");

    [Theory]
    [InlineData("x Ann sells 10 @ 101 shows 3 ioc")]
    [InlineData("x Ann sells 10 @ 101 shows 3 fok")]
    [InlineData("x Ann sells 10 @ 101 shows 3 at-close")]
    [InlineData("x Ann sells 10 stop-limit @ 101 when 102 shows 3 gtc")]
    [InlineData("x Ann sells 10 market-to-limit @ 101 shows 3 gtc")]
    public void Only_limit_orders_that_may_rest_hide_quantity(string command) => _book.Does(command, "x rejected: InvalidTerms");

    [Fact]
    public void Icebergs_on_both_sides_of_an_auction_trade_part_by_part() => _book
        .Does("state OpeningAuction")
        .Does("b1 Ann buys 6 @ 101 shows 3 gtc", "b1 new")
        .Does("s1 Bob sells 4 @ 101 shows 2 gtc", "s1 new")
        .Does(
            "continue",
            "b1 swapped 2 @ 101, 2 of 6",
            "s1 swapped 2 @ 101, 2 of 4, last in queue",
            "b1 swapped 1 @ 101, 3 of 6, last in queue",
            "s1 swapped 1 @ 101, 3 of 4",
            "b1 swapped 1 @ 101, 4 of 6",
            "s1 swapped 1 @ 101, 4 of 4")
        .Shows("101x2 |");
}
