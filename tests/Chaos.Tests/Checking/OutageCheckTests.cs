using Rtx.Chaos.Checking;
using Rtx.Chaos.Faults;
using Rtx.Chaos.History;

namespace Rtx.Chaos.Tests.Checking;

public sealed class OutageCheckTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1.0, 0.4, 0.0, 0)] // Sent before; its answer was on its way.
    [InlineData(-1.0, 3.0, 0.0, 1)]
    [InlineData(0.1, 0.2, 0.1, 1)]
    [InlineData(0.1, 0.2, -5.0, 0)] // Asked again.
    [InlineData(9.0, 11.0, 10.5, 0)]
    [InlineData(11.0, 12.0, 11.5, 0)]
    public void Acknowledgement_counts_when_the_database_was_away(double sentAfter, double answeredAfter, double decidedAfter, int differences)
    {
        var order = TestRun.Told(TestRun.SellId, TestRun.Seller, "s-1", Client.Side.Sell, 1, 5m, 0m, 5m, Client.OrdStatus.New);
        var answer = new RequestAnswered
        {
            SentAt = Noon.AddSeconds(sentAfter), Time = Noon.AddSeconds(answeredAfter), AccountId = 1, Request = 1, Attempt = 1,
            Orders = [order with { UpdatedAt = Noon.AddSeconds(decidedAfter) }],
        };
        var fault = new FaultRecord("database_crash", Noon) { DatabaseOutage = (Noon, Noon.AddSeconds(10)) };

        Assert.Equal(differences, OutageCheck.Check([answer], [fault]).Count);
    }
}
