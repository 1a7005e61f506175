using Microsoft.Extensions.Options;
using Rtx.Client;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;

namespace Rtx.Api.Tests.RateLimits;

public sealed class OrderGateTests
{
    private readonly OrderGate _gate = new(Options.Create(new RateLimitOptions { MaxOrdersInFlight = 1 }));

    [Fact]
    public async Task What_is_too_much_is_told_to_come_back_soon_and_there_is_room_again_after_the_answer()
    {
        var first = new TaskCompletionSource<Outcome<string>>();
        var running = _gate.Pass(() => first.Task);

        var refused = _gate.Pass<string>(() => throw new InvalidOperationException("Must not be worked on."));
        Assert.True(refused.IsCompletedSuccessfully);
        var error = (await refused).Error;
        Assert.Equal((RtxErrorCodes.Busy, 429), (error?.Code, error?.Status));
        Assert.True(error?.RetryAfter > TimeSpan.Zero);

        first.SetResult("done");
        Assert.Equal("done", (await running).Value);
        Assert.Equal("done", (await _gate.Pass(() => Task.FromResult<Outcome<string>>("done"))).Value);
    }
}
