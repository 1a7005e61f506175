using Polly;
using Polly.Retry;
using Rtx.Streams;

namespace Rtx.Gateway.Ticks;

/// <summary>Sends ticks again when the tick stream was full.</summary>
public static class StreamRetry
{
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<StreamQueueFullException>(),
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromMilliseconds(20),
        })
        .Build();

    /// <summary>Sends a batch as soon as there is room. Parts that a shard accepted in failed attempts are deduplicated.</summary>
    public static async Task<T> UntilThereIsRoom<T>(Func<Task<T>> take, CancellationToken cancellationToken) =>
        await Pipeline.ExecuteAsync(async _ => await take(), cancellationToken);
}
