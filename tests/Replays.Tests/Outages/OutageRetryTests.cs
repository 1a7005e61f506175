using Rtx.Client;
using Rtx.Replays.Outages;

namespace Rtx.Replays.Tests.Outages;

public sealed class OutageRetryTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RtxErrorCodes.Unavailable)]
    [InlineData(RtxErrorCodes.Busy)]
    [InlineData(RtxErrorCodes.OutcomeUnknown)]
    [InlineData(RtxErrorCodes.StaleAccount)]
    [InlineData(RtxErrorCodes.RateLimited)]
    public async Task A_request_is_repeated_until_it_is_answered_and_knows_that_it_is(string code)
    {
        var retry = new OutageRetry(TimeSpan.FromMinutes(1));
        var attempts = new List<bool>();

        var answer = await retry.SendAsync(
            (isRepeated, _) =>
            {
                attempts.Add(isRepeated);
                return attempts.Count < 3 ? throw Error(code) : Task.FromResult(42);
            },
            CancellationToken);

        Assert.Equal(42, answer);
        Assert.Equal([false, true, true], attempts);
        Assert.Equal(2, retry.Repeats);
    }

    [Fact]
    public async Task A_refusal_is_thrown_at_once()
    {
        var retry = new OutageRetry(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<RtxException>(() => retry.SendAsync<int>((_, _) => throw Error(RtxErrorCodes.InsufficientFunds), CancellationToken));

        Assert.Equal(0, retry.Repeats);
    }

    [Fact]
    public async Task Patience_has_an_end() =>
        await Assert.ThrowsAsync<HttpRequestException>(
            () => new OutageRetry(TimeSpan.Zero).SendAsync<int>((_, _) => throw new HttpRequestException("gone"), CancellationToken));

    private static RtxException Error(string code) => new(new ErrorDetail { Code = code, Status = 503, Detail = "x", RetryAfterSeconds = 0.001 });
}
