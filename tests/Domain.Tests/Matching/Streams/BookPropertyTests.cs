using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching.Streams;

/// <summary>Invariants that hold regardless of the rules.</summary>
public class BookPropertyTests
{
    private const int Commands = 15_000;

    // Violations of these rules are rare, so the stream is longer.
    private const int VenueCommands = 60_000;

    public static TheoryData<string> Markets() => [.. RandomMarket.All.Select(market => market.Name)];

    [Theory]
    [MemberData(nameof(Markets))]
    public void Book_is_never_crossed_loses_no_quantity_and_serves_the_first_of_the_queue(string name)
    {
        var run = new StreamRun(seed: 11, RandomMarket.Named(name));
        var ledger = new BookLedger();
        for (var i = 0; i < Commands; i++)
        {
            var command = run.Next();
            var answer = run.Run(command);
            try
            {
                foreach (var e in answer.Events) ledger.Take(e, run.OrderOf(e.OrderId));
                ledger.Check(run.Book);
            }
            catch (Exception exception) when (exception is Xunit.Sdk.IAssertionException or KeyNotFoundException)
            {
                Assert.Fail($"{run.Place}, {command}\n{answer}\n{exception.Message}");
            }
        }

        Assert.True(ledger.Traded > Commands / 2, "too little traded to prove anything");
    }

    [Theory]
    [MemberData(nameof(Markets))]
    public void Book_keeps_the_rules_of_venues(string name)
    {
        var (filled, killed) = (0, 0);
        for (var seed = 1; seed <= 4; seed++)
        {
            var run = new StreamRun(seed, RandomMarket.Named(name));
            var venue = new VenueRules(run.Instrument);
            for (var i = 0; i < VenueCommands; i++)
            {
                var command = run.Next();
                var answer = run.Run(command);
                try
                {
                    foreach (var e in answer.Events) venue.Take(e, run.OrderOf(e.OrderId));
                    venue.Check();
                }
                catch (Exception exception) when (exception is Xunit.Sdk.IAssertionException)
                {
                    Assert.Fail($"{run.Place}, {command}\n{answer}\n{exception.Message}");
                }
            }

            (filled, killed) = (filled + venue.Filled, killed + venue.Killed);
        }

        Assert.True(filled > 50 && killed > 50, $"{filled} filled and {killed} killed are too few to prove anything");
    }
}
