using Microsoft.Extensions.Options;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Limits;

namespace Rtx.Api.Tests.RateLimits;

public sealed class LoginGateTests : IDisposable
{
    private const int Checks = 2;
    private const int Waiting = 32;

    private readonly LoginGate _gate = new(Options.Create(new RateLimitOptions { MaxLogins = Checks }));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task So_many_check_some_wait_and_the_others_are_refused_at_once()
    {
        var begun = Enumerable.Range(0, Checks + Waiting + 1).Select(_ => _gate.EnterAsync(Token).AsTask()).ToList();

        Assert.All(begun[..Checks], place => Assert.True(place.IsCompletedSuccessfully));
        Assert.All(begun[Checks..^1], place => Assert.False(place.IsCompleted));
        Assert.False((await begun[^1]).IsAcquired);

        (await begun[0]).Dispose();
        Assert.True((await begun[Checks]).IsAcquired);
        Assert.False(begun[Checks + 1].IsCompleted);
    }

    [Fact]
    public async Task Who_hangs_up_while_he_waits_leaves_his_place_to_others()
    {
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = await _gate.EnterAsync(Token);
        var second = await _gate.EnterAsync(Token);
        var gone = Enumerable.Range(0, Waiting).Select(_ => _gate.EnterAsync(hangUp.Token).AsTask()).ToList();
        await hangUp.CancelAsync();

        foreach (var place in gone) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => place);
        var next = _gate.EnterAsync(Token).AsTask();
        Assert.False(next.IsCompleted);
        first.Dispose();
        Assert.True((await next).IsAcquired);
        second.Dispose();
    }
}
