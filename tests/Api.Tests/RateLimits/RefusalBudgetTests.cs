using Microsoft.Extensions.Options;
using Rtx.Client;
using Rtx.Gateway.Limits;
using Rtx.Model;

namespace Rtx.Api.Tests.RateLimits;

public sealed class RefusalBudgetTests : IDisposable
{
    private const int Burst = 10;

    private static readonly UserId User = new(1);

    private readonly RefusalBudget _budget = new(Options.Create(new RateLimitOptions { RefusedOrderBurstPerUser = Burst, RefusedOrdersPerSecondPerUser = 1 }));

    public void Dispose() => _budget.Dispose();

    [Theory]
    [InlineData(Burst)]
    [InlineData(Burst + 100)]
    public void What_is_used_up_at_once_is_used_up(int refusals)
    {
        Assert.Null(_budget.Find(User));

        _budget.Charge(User, refusals);

        var error = _budget.Find(User);
        Assert.Equal((RtxErrorCodes.RateLimited, 429), (error?.Code, error?.Status));
        Assert.True(error?.RetryAfter > TimeSpan.Zero);
        Assert.Null(_budget.Find(new UserId(2)));
    }

    [Fact]
    public void A_request_of_more_refusals_than_are_left_takes_what_is_left()
    {
        _budget.Charge(User, Burst - 1);
        Assert.Null(_budget.Find(User));

        _budget.Charge(User, Burst - 1);

        Assert.NotNull(_budget.Find(User));
    }

    [Fact]
    public async Task The_part_of_a_refusal_that_comes_back_meanwhile_is_not_one()
    {
        using var budget = new RefusalBudget(Options.Create(new RateLimitOptions { RefusedOrderBurstPerUser = 1_000, RefusedOrdersPerSecondPerUser = 1 }));
        for (var i = 0; i < 5; i++)
        {
            budget.Charge(User, 1_000);
            // The budget is refilled every tenth of a second by what the time brings.
            await Task.Delay(TimeSpan.FromMilliseconds(150), TestContext.Current.CancellationToken);
            Assert.NotNull(budget.Find(User));
        }
    }
}
