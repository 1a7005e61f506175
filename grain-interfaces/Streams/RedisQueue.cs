using StackExchange.Redis;

namespace Rtx.Streams;

/// <summary>
/// The keys of one queue and what is done to them in one step. The keys share a hash tag, so a Redis cluster keeps them on one node and they can be changed together.
/// </summary>
internal sealed class RedisQueue(IDatabase database, string serviceId, string providerName, uint queueNumber, RedisStreamOptions options)
{
    private const string PayloadField = "batch";

    private readonly RedisKey _entries = $"{serviceId}:stream:{{{providerName}:{queueNumber}}}";
    private readonly RedisKey _checkpoint = $"{serviceId}:stream:{{{providerName}:{queueNumber}}}:checkpoint";
    private readonly RedisKey _dead = $"{serviceId}:stream:{{{providerName}:{queueNumber}}}:dead";

    public string Name => _entries.ToString();

    /// <summary>Adds an entry and returns how many wait then. Both commands travel together.</summary>
    public async Task<long> Add(byte[] payload)
    {
        var added = database.StreamAddAsync(_entries, PayloadField, payload);
        var length = database.StreamLengthAsync(_entries);
        await added;
        return await length;
    }

    public Task<long> GetLength() => database.StreamLengthAsync(_entries);

    /// <summary>Entries after a position, oldest first.</summary>
    public Task<StreamEntry[]> ReadAfter(EntryId position, int maxCount) => database.StreamRangeAsync(_entries, $"({position}", "+", maxCount);

    public static byte[] PayloadOf(StreamEntry entry) => (byte[]?)entry[PayloadField] ?? throw new FormatException("The entry has no payload.");

    /// <summary>The position up to which everything was delivered; the start when nothing was saved.</summary>
    public async Task<EntryId> ReadCheckpoint()
    {
        var value = await database.StringGetAsync(_checkpoint);
        return value.HasValue ? EntryId.Parse(value) : default;
    }

    /// <summary>Saves the checkpoint first and removes what lies before it afterwards: a crash in between leaves entries to remove next time, never a gap.</summary>
    public async Task SaveCheckpoint(EntryId delivered)
    {
        await database.StringSetAsync(_checkpoint, delivered.ToString());
        await database.StreamTrimByMinIdAsync(_entries, delivered.Next.ToString());
    }

    /// <summary>Moves an entry to the dead letters in one transaction, so that it is in one place whatever happens.</summary>
    public async Task MoveToDeadLetters(EntryId entryId, string reason)
    {
        var found = await database.StreamRangeAsync(_entries, entryId.ToString(), entryId.ToString(), 1);
        if (found is not [var entry]) return;
        var transaction = database.CreateTransaction();
        _ = transaction.StreamAddAsync(_dead, [.. entry.Values, new("id", entryId.ToString()), new("reason", reason)], maxLength: options.DeadLetterMaxLength, useApproximateMaxLength: true);
        _ = transaction.StreamDeleteAsync(_entries, [entryId.ToString()]);
        await transaction.ExecuteAsync();
    }
}
