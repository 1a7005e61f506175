using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Rtx.Actors.MarketData;

/// <summary>Options of the tick writers. Section <c>Rtx:TickWriter</c>.</summary>
public sealed class TickWriterOptions
{
    /// <summary>
    /// Ticks that all writers of a silo together store per second, at least 1,000; 0 for no limit. The excess waits in the stream, so that
    /// a flood of ticks leaves orders their share of a common database server.
    /// </summary>
    public int MaxTicksPerSecond { get; set; }

    /// <summary>
    /// Compresses ticks on their way into the table instead of when their day is a week old: twice as fast, and a tenth of the size and of
    /// the log. It needs TimescaleDB 2.21 or later, where it is a preview feature; otherwise it only logs a warning.
    /// </summary>
    public bool DirectCompress { get; set; }
}

internal sealed class TickWriterOptionsValidator : IValidateOptions<TickWriterOptions>
{
    public ValidateOptionsResult Validate(string? name, TickWriterOptions options) =>
        options.MaxTicksPerSecond is 0 or >= 1_000
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("MaxTicksPerSecond must be 0 or at least 1,000.");
}

/// <summary>The token bucket that all writers of a silo share.</summary>
internal sealed class TickThrottle : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly int _tokenLimit;
    private readonly TokenBucketRateLimiter? _bucket;

    public TickThrottle(IOptions<TickWriterOptions> options)
    {
        if (options.Value.MaxTicksPerSecond is not (> 0 and var rate)) return;
        _tokenLimit = (int)(rate * Period.TotalSeconds);
        _bucket = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokensPerPeriod = _tokenLimit,
            ReplenishmentPeriod = Period,
            TokenLimit = _tokenLimit,
            // Each shard waits for at most one bucketful, so the queue stays short.
            QueueLimit = int.MaxValue,
        });
    }

    /// <summary>Waits for tokens for a number of ticks. A transaction larger than the bucket empties it several times.</summary>
    public async ValueTask WaitAsync(int ticks)
    {
        if (_bucket is null) return;
        for (var left = ticks; left > 0; left -= _tokenLimit)
        {
            using var lease = await _bucket.AcquireAsync(Math.Min(left, _tokenLimit));
        }
    }

    public void Dispose() => _bucket?.Dispose();
}
