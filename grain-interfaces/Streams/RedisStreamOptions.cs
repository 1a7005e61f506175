using Microsoft.Extensions.Options;

namespace Rtx.Streams;

/// <summary>
/// Settings of one Redis stream provider. Never change <see cref="QueueCount"/> or the provider's name once events are in flight: they
/// decide where events are stored.
/// </summary>
public sealed class RedisStreamOptions
{
    /// <summary>StackExchange.Redis configuration string.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Number of Redis streams over which the Orleans streams are spread, 1 to 1,024.</summary>
    public int QueueCount { get; set; } = 8;

    /// <summary>
    /// Maximum number of pending entries in one queue; beyond it publishing fails with <see cref="StreamQueueFullException"/>. At least 1.
    /// </summary>
    public int MaxLength { get; set; } = 2_000;

    /// <summary>
    /// Maximum number of pending bytes in one queue, for entries of any size; beyond it publishing fails, too. At least 1.
    /// </summary>
    public long MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Approximate number of dead letters kept per queue, newest first. At least 1.</summary>
    public int DeadLetterMaxLength { get; set; } = 1_000;

    /// <summary>Entries of one queue that a silo holds in memory while they are delivered. At least 10.</summary>
    public int CacheSize { get; set; } = 100;

    /// <summary>Maximum number of entries handed to a consumer in one call. At least 1, well below <see cref="CacheSize"/>.</summary>
    public int DeliveryBatchSize { get; set; } = 10;

    /// <summary>Delay before an empty queue is polled again.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Minimum interval between saving the checkpoint and removing delivered entries. Entries delivered after the last save are delivered
    /// again after a crash.
    /// </summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How long a delivery is retried before its entries go to the dead letters and the stream goes on. Long, because a consumer whose
    /// database is unavailable should wait for it; the queue's <see cref="MaxLength"/> holds producers back meanwhile.
    /// </summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>Refuses invalid settings at start-up.</summary>
internal sealed class RedisStreamOptionsValidator : IValidateOptions<RedisStreamOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisStreamOptions options)
    {
        var faults = new List<string>();
        Check(!string.IsNullOrWhiteSpace(options.ConnectionString), nameof(options.ConnectionString), "must be set");
        Check(options.QueueCount is >= 1 and <= 1_024, nameof(options.QueueCount), "must be 1 to 1024");
        Check(options.MaxLength >= 1, nameof(options.MaxLength), "must be at least 1");
        Check(options.MaxBytes >= 1, nameof(options.MaxBytes), "must be at least 1");
        Check(options.DeadLetterMaxLength >= 1, nameof(options.DeadLetterMaxLength), "must be at least 1");
        Check(options.CacheSize >= 10, nameof(options.CacheSize), "must be at least 10");
        Check(
            options.DeliveryBatchSize >= 1
                && options.DeliveryBatchSize <= options.CacheSize / 2, nameof(options.DeliveryBatchSize),
                "must be 1 to half the cache size");
        Check(options.PollInterval > TimeSpan.Zero, nameof(options.PollInterval), "must be above zero");
        Check(options.CheckpointInterval >= TimeSpan.Zero, nameof(options.CheckpointInterval), "must not be negative");
        Check(options.DeliveryTimeout > TimeSpan.Zero, nameof(options.DeliveryTimeout), "must be above zero");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool holds, string setting, string rule)
        {
            if (!holds) faults.Add($"Redis stream provider '{name}': {setting} {rule}.");
        }
    }
}
