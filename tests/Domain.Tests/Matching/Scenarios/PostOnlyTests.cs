namespace Rtx.Domain.Tests.Matching.Scenarios;

public class PostOnlyTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Post_only_order_rests_when_it_does_not_cross() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 100 post-only gtc", "b1 new")
        .Shows("100x5 | 101x5");

    [Fact]
    public void Post_only_order_that_would_trade_is_refused() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 101 post-only gtc", "b1 rejected: PostOnlyWouldTrade")
        .Shows("| 101x5");

    [Fact]
    public void Sliding_order_moves_one_tick_behind_the_best_opposite_price() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 105 slides gtc", "b1 new, now @ 100")
        .Does("s2 Cid sells 5 @ 90 slides gtc", "s2 new, now @ 101")
        .Shows("100x5 | 101x10");

    [Fact]
    public void Sliding_order_that_has_no_legal_price_is_refused() => _book
        .Does("s1 Ann sells 5 @ 1 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 1 slides gtc", "b1 rejected: PostOnlyWouldTrade");

    [Fact]
    public void Amended_post_only_order_that_would_trade_is_refused_and_stays() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 100 post-only gtc", "b1 new")
        .Does("Bob amends b1 @ 101", "refused: PostOnlyWouldTrade")
        .Shows("100x5 | 101x5");

    [Fact]
    public void Amended_sliding_order_slides() => _book
        .Does("s1 Ann sells 5 @ 101 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 98 slides gtc", "b1 new")
        .Does("Bob amends b1 @ 103", "b1 replaced, 5 @ 100, last in queue")
        .Shows("100x5 | 101x5");

    [Fact]
    public void Post_only_order_may_cross_in_an_auction() => _book
        .Does("state OpeningAuction")
        .Does("s1 Ann sells 5 @ 100 gtc", "s1 new")
        .Does("b1 Bob buys 5 @ 101 post-only gtc", "b1 new")
        .Does("continue", "b1 swapped 5 @ 100, 5 of 5", "s1 swapped 5 @ 100, 5 of 5");

    [Fact]
    public void Post_only_order_of_a_list_is_checked_when_it_is_released() => _book
        .Does("b0 Ann buys 1 @ 100 gtc", "b0 new")
        .Does("s0 Ann sells 2 @ 102 gtc", "s0 new")
        .Does(
            "oto: b1 Bob buys 2 @ 102 gtc; s1 Bob sells 2 @ 100 post-only gtc",
            "b1 new, held",
            "s1 new, held",
            "b1 released",
            "s0 gave 2 @ 102, 2 of 2",
            "b1 took 2 @ 102, 2 of 2",
            "s1 released",
            "s1 canceled (PostOnly), 0 of 2")
        .Shows("100x1 |");

    [Theory]
    [InlineData("x Ann sells 10 @ 101 post-only ioc")]
    [InlineData("x Ann sells 10 @ 101 slides fok")]
    [InlineData("x Ann sells 10 @ 101 slides at-close")]
    [InlineData("x Ann sells 10 market @ 101 post-only ioc")]
    [InlineData("x Ann sells 10 stop-limit @ 101 when 102 post-only gtc")]
    [InlineData("x Ann sells 10 @ 101 post-only at-least 2 gtc")]
    public void Only_limit_orders_that_may_rest_can_be_post_only(string command) => _book.Does(command, "x rejected: InvalidTerms");
}
