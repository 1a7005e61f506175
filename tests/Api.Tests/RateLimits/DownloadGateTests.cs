using Microsoft.Extensions.Options;
using Rtx.Gateway.Limits;
using Rtx.Model;

namespace Rtx.Api.Tests.RateLimits;

public sealed class DownloadGateTests
{
    private readonly DownloadGate _gate = new(Options.Create(new RateLimitOptions { MaxDownloads = 8 }));

    [Fact]
    public void Whoever_reads_slowly_leaves_room_for_others()
    {
        var slow = Enumerable.Range(0, 20).Select(_ => _gate.TryEnter(new UserId(1))).ToList();
        Assert.Equal(4, slow.Count(place => place is not null));
        Assert.NotNull(_gate.TryEnter(new UserId(2)));
        Assert.NotNull(_gate.TryEnter(new UserId(3)));
    }

    [Fact]
    public void A_place_is_given_back_once()
    {
        var first = _gate.TryEnter(new UserId(1))!;
        first.Dispose();
        first.Dispose();

        Assert.Equal(4, Enumerable.Range(0, 20).Count(_ => _gate.TryEnter(new UserId(1)) is not null));
    }
}
