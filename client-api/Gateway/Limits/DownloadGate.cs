using Microsoft.Extensions.Options;
using Rtx.Model;

namespace Rtx.Gateway.Limits;

/// <summary>Lets a few downloads run at once, each of which reads the database as fast as its client takes it. A user has at most as many as are free, so that nobody's slow lines keep others out.</summary>
public sealed class DownloadGate(IOptions<RateLimitOptions> options)
{
    private readonly Places _places = new(freeForEachHeld: 1, mostForFew: 0);

    /// <summary>A place, to be given back when the answer is done; null when there is none for the user.</summary>
    public IDisposable? TryEnter(UserId user) => _places.TryEnter(user, 1, options.Value.MaxDownloads, out _) ? new Place(_places, user) : null;

    private sealed class Place(Places places, UserId user) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0) places.Leave(user, 1);
        }
    }
}
