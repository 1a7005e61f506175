using Microsoft.Extensions.Options;

namespace Rtx.Streams;

/// <summary>
/// Settings of one Redis stream provider. <see cref="QueueCount"/> and the provider's name must never change once events are in flight: they decide where events lie.
/// </summary>
public sealed class RedisStreamOptions
{
    /// <summary>StackExchange.Redis configuration string.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Number of Redis streams that the Orleans streams are spread over, 1 to 1,024.</summary>
    public int QueueCount { get; set; } = 8;

    /// <summary>Entries that may wait in one queue; beyond it publishing fails with <see cref="StreamQueueFullException"/>. From 1.</summary>
    public int MaxLength { get; set; } = 2_000;

    /// <summary>Bytes of events that may wait in one queue, in entries of whatever size; beyond it publishing fails, too. From 1.</summary>
    public long MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Entries that the dead letters of one queue keep, the newest, about. From 1.</summary>
    public int DeadLetterMaxLength { get; set; } = 1_000;

    /// <summary>Entries of one queue that a silo holds in memory while they are delivered. From 10.</summary>
    public int CacheSize { get; set; } = 100;

    /// <summary>Entries handed to a consumer in one call, when so many wait. From 1, well below <see cref="CacheSize"/>.</summary>
    public int DeliveryBatchSize { get; set; } = 10;

    /// <summary>How long an empty queue rests before it is looked at again.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How often at most the checkpoint is saved and what lies before it removed. What was delivered after the last save is delivered again after a crash.</summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How long a delivery is tried again before its entries go to the dead letters and the stream goes on. Long, because a consumer whose database is away
    /// should wait for it; the queue's <see cref="MaxLength"/> holds producers back meanwhile.
    /// </summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>Refuses settings that could not work, at start-up.</summary>
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
        Check(options.DeliveryBatchSize >= 1 && options.DeliveryBatchSize <= options.CacheSize / 2, nameof(options.DeliveryBatchSize), "must be 1 to half the cache size");
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
