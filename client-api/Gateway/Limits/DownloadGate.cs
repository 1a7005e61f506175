using Microsoft.Extensions.Options;
using Rtx.Model;

namespace Rtx.Gateway.Limits;

/// <summary>
/// Limits concurrent downloads, each of which reads the database as fast as its client reads. A user may hold at most as many slots as are
/// free, so that slow clients don't keep others out.
/// </summary>
public sealed class DownloadGate(IOptions<RateLimitOptions> options)
{
    private readonly Places _places = new(freeForEachHeld: 1, mostForFew: 0);

    /// <summary>Takes a slot, released when the answer is done; null when the user can't have one.</summary>
    public IDisposable? TryEnter(UserId user) =>
        _places.TryEnter(user, 1, options.Value.MaxDownloads, out _) ? new Place(_places, user) : null;

    private sealed class Place(Places places, UserId user) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0) places.Leave(user, 1);
        }
    }
}
