namespace Rtx.Domain.Tests.Matching.Scenarios;

public class ExpiryTests
{
    private readonly BookScenario _book = new();

    [Fact]
    public void Order_expires_at_its_time() => _book
        .Does("b1 Bob buys 5 @ 101 until 40 gtd", "b1 new")
        .Does("at 39")
        .Does("at 40", "b1 expired (ExpireTime), 0 of 5");

    [Fact]
    public void Earlier_times_come_first_and_then_lower_ids() => _book
        .Does("b1 Bob buys 5 @ 101 until 42 gtd", "b1 new")
        .Does("b2 Bob buys 5 @ 102 until 41 gtd", "b2 new")
        .Does("b3 Bob buys 5 stop @ 110 when 105 until 41 day", "b3 new, waits for 105")
        .Does("b4 Bob buys 5 @ 99 until 43 day", "b4 new")
        .Does("at 42", "b2 expired (ExpireTime), 0 of 5", "b3 expired (ExpireTime), 0 of 5", "b1 expired (ExpireTime), 0 of 5");

    [Fact]
    public void Every_command_expires_due_orders_first() => _book
        .Does("s1 Ann sells 2 @ 101 until 10 gtd", "s1 new")
        .Does("s2 Ann sells 2 @ 101 until 12 gtd", "s2 new")
        .Does("s3 Ann sells 2 @ 101 until 14 gtd", "s3 new")
        .Does("at 9")
        .Does("b1 Bob buys 1 @ 101 ioc", "s1 expired (ExpireTime), 0 of 2", "b1 new", "s2 gave 1 @ 101, 1 of 2", "b1 took 1 @ 101, 1 of 1")
        .Does("at 11")
        .Does("Ann amends s2 to 5", "s2 expired (ExpireTime), 1 of 2", "refused: UnknownOrder")
        .Does("at 13")
        .Does("Ann cancels s3", "s3 expired (ExpireTime), 0 of 2", "refused: UnknownOrder");

    [Theory]
    [InlineData("halt")]
    [InlineData("state Closed")]
    [InlineData("state CancelOnly")]
    [InlineData("state OpeningAuction")]
    public void Orders_expire_in_every_state(string state) => _book
        .Does("b1 Bob buys 5 @ 101 until 40 gtd", "b1 new")
        .Does(state)
        .Does("at 40", "b1 expired (ExpireTime), 0 of 5");

    [Fact]
    public void Amended_expire_time_counts() => _book
        .Does("b1 Bob buys 5 @ 101 until 40 gtd", "b1 new")
        .Does("Bob amends b1 until 50", "b1 replaced, 5 @ 101, last in queue")
        .Does("at 49")
        .Does("at 50", "b1 expired (ExpireTime), 0 of 5");

    [Fact]
    public void Only_gtd_orders_have_an_expire_time_to_amend() => _book
        .Does("b1 Bob buys 5 @ 101 gtc", "b1 new")
        .Does("b2 Bob buys 5 @ 101 until 40 day", "b2 new")
        .Does("Bob amends b1 until 50", "refused: InvalidTerms")
        .Does("Bob amends b2 until 50", "refused: InvalidTerms");

    [Fact]
    public void Expire_time_must_be_in_the_future() => _book
        .Does("at 39")
        .Does("b1 Bob buys 5 @ 101 until 40 gtd", "b1 rejected: InvalidExpireTime")
        .Does("b2 Bob buys 5 @ 101 until 42 gtd", "b2 new")
        .Does("at 40")
        .Does("Bob amends b2 until 41", "refused: InvalidExpireTime");

    [Theory]
    [InlineData("x Bob buys 5 @ 101 gtd")]
    [InlineData("x Bob buys 5 @ 101 until 40 gtc")]
    [InlineData("x Bob buys 5 @ 101 until 40 ioc")]
    [InlineData("x Bob buys 5 @ 101 until 40 at-close")]
    public void Expire_time_is_required_for_gtd_optional_for_day_and_illegal_for_others(string command) =>
        _book.Does(command, "x rejected: InvalidTerms");

    [Fact]
    public void Expiry_can_trigger_orders_that_watch_the_quote() => _book
        .Does("b1 Bob buys 1 @ 101 until 40 gtd", "b1 new")
        .Does("b2 Bob buys 1 @ 99 gtc", "b2 new")
        .Does("s1 Ann sells 1 stop @ 90 when 100 by quote gtc", "s1 new, waits for 100")
        .Does("at 40", "b1 expired (ExpireTime), 0 of 1", "s1 triggered", "b2 gave 1 @ 99, 1 of 1", "s1 took 1 @ 99, 1 of 1");
}
