using StackExchange.Redis;

namespace Rtx.Streams;

/// <summary>The fill of a queue.</summary>
internal readonly record struct QueueFill(long Entries, long Bytes);

/// <summary>
/// The keys of one queue and the operations on them, each atomic. The keys share a hash tag, so a Redis cluster keeps them on one node and
/// they can be changed together.
/// </summary>
internal sealed class RedisQueue(IDatabase database, string serviceId, string providerName, uint queueNumber, RedisStreamOptions options)
{
    private const string PayloadField = "batch";
    private const string IdField = "id";
    private const string ReasonField = "reason";

    /// <summary>
    /// Field with the total bytes ever added to the queue, including this entry: minus those delivered, this is what is pending.
    /// </summary>
    private const string AddedField = "added";

    /// <summary>
    /// Adds an entry and returns the pending entries and bytes. After Redis has lost its memory, the count starts at the readers' position.
    /// </summary>
    private const string AddScript = """
        local delivered = tonumber(redis.call('GET', KEYS[3]) or '0')
        local added = tonumber(redis.call('GET', KEYS[2]) or '0')
        if added < delivered then added = delivered end
        added = added + string.len(ARGV[1])
        redis.call('SET', KEYS[2], string.format('%.0f', added))
        redis.call('XADD', KEYS[1], '*', 'batch', ARGV[1], 'added', string.format('%.0f', added))
        return { redis.call('XLEN', KEYS[1]), added - delivered }
        """;

    /// <summary>
    /// Gives entries new positions after a given one, when they lie before it: the clock of a Redis that lost its memory was behind that of
    /// its predecessor. Later entries then follow automatically.
    /// </summary>
    private const string ContinueScript = """
        if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
        local about = redis.call('XINFO', 'STREAM', KEYS[1])
        local newest
        for i = 1, #about, 2 do if about[i] == 'last-generated-id' then newest = about[i + 1] end end
        local milliseconds, counter = string.match(newest, '(%d+)-(%d+)')
        local readMilliseconds = tonumber(ARGV[1])
        if tonumber(milliseconds) > readMilliseconds
            or (tonumber(milliseconds) == readMilliseconds and tonumber(counter) >= tonumber(ARGV[2])) then return 0 end
        local entries = redis.call('XRANGE', KEYS[1], '-', '+')
        if #entries == 0 then return 0 end
        redis.call('DEL', KEYS[1])
        for number, entry in ipairs(entries) do
          redis.call('XADD', KEYS[1], string.format('%.0f-%d', readMilliseconds + 1, number), unpack(entry[2]))
        end
        return #entries
        """;

    private readonly RedisKey _entries = $"{serviceId}:stream:{{{providerName}:{queueNumber}}}";
    private readonly RedisKey _checkpoint = $"{serviceId}:stream:{{{providerName}:{queueNumber}}}:checkpoint";
    private readonly RedisKey _added = $"{serviceId}:stream:{{{providerName}:{queueNumber}}}:added";
    private readonly RedisKey _delivered = $"{serviceId}:stream:{{{providerName}:{queueNumber}}}:delivered";
    private readonly RedisKey _dead = $"{serviceId}:stream:{{{providerName}:{queueNumber}}}:dead";

    public string Name => _entries.ToString();

    /// <summary>Adds an entry and returns the new fill.</summary>
    public async Task<QueueFill> Add(byte[] payload)
    {
        var fill = (RedisResult[])(await database.ScriptEvaluateAsync(AddScript, [_entries, _added, _delivered], [payload]))!;
        return new QueueFill((long)fill[0], (long)fill[1]);
    }

    /// <summary>The current fill.</summary>
    public async Task<QueueFill> GetFill()
    {
        var (length, added, delivered) = (
            database.StreamLengthAsync(_entries), database.StringGetAsync(_added), database.StringGetAsync(_delivered));
        return new QueueFill(await length, Math.Max(0, (long)await added - (long)await delivered));
    }

    /// <summary>Entries after a position, oldest first.</summary>
    public Task<StreamEntry[]> ReadAfter(EntryId position, int maxCount) =>
        database.StreamRangeAsync(_entries, $"({position}", "+", maxCount);

    /// <summary>
    /// Moves all entries behind a position that was already read, when the newest position this stream ever assigned lies before it.
    /// Entries that are read but not yet removed prove nothing: the stream remembers its newest position without them.
    /// </summary>
    public async Task<bool> MoveBehind(EntryId position) =>
        (long)await database.ScriptEvaluateAsync(ContinueScript, [_entries], [position.Milliseconds, position.Counter]) > 0;

    /// <summary>Total bytes added to the queue up to and including an entry; 0 in entries of older versions.</summary>
    public static long AddedOf(StreamEntry entry) => (long)entry[AddedField];

    public static byte[] PayloadOf(StreamEntry entry) =>
        (byte[]?)entry[PayloadField] ?? throw new FormatException("The entry has no payload.");

    /// <summary>The position up to which everything was delivered; the start when nothing was saved.</summary>
    public async Task<EntryId> ReadCheckpoint()
    {
        var value = await database.StringGetAsync(_checkpoint);
        return value.HasValue ? EntryId.Parse(value) : default;
    }

    /// <summary>
    /// Saves the checkpoint first and removes delivered entries afterwards: a crash in between leaves entries to remove next time, never a
    /// gap.
    /// </summary>
    /// <param name="delivered">The last delivered position.</param>
    /// <param name="bytes">Total bytes added to the queue up to that position.</param>
    public async Task SaveCheckpoint(EntryId delivered, long bytes)
    {
        await database.StringSetAsync([new(_checkpoint, delivered.ToString()), new(_delivered, bytes)]);
        await database.StreamTrimByMinIdAsync(_entries, delivered.Next.ToString());
    }

    /// <summary>Moves an entry to the dead letters in one transaction, so that it is always in exactly one place.</summary>
    public async Task MoveToDeadLetters(EntryId entryId, string reason)
    {
        var found = await database.StreamRangeAsync(_entries, entryId.ToString(), entryId.ToString(), 1);
        if (found is not [var entry]) return;
        var transaction = database.CreateTransaction();
        _ = transaction.StreamAddAsync(
            _dead, [.. entry.Values, new(IdField, entryId.ToString()), new(ReasonField, reason)], maxLength: options.DeadLetterMaxLength,
            useApproximateMaxLength: true);
        _ = transaction.StreamDeleteAsync(_entries, [entryId.ToString()]);
        await transaction.ExecuteAsync();
    }

    /// <summary>The newest dead letters, newest first.</summary>
    public Task<StreamEntry[]> ReadDead(int maxCount) => database.StreamRangeAsync(_dead, "-", "+", maxCount, Order.Descending);

    /// <summary>A dead letter; null when it does not exist.</summary>
    public async Task<StreamEntry?> FindDead(EntryId deadId) =>
        await database.StreamRangeAsync(_dead, deadId.ToString(), deadId.ToString(), 1) is [var dead] ? dead : null;

    /// <summary>Removes a dead letter; false when it does not exist.</summary>
    public async Task<bool> RemoveDead(EntryId deadId) => await database.StreamDeleteAsync(_dead, [deadId.ToString()]) > 0;

    /// <summary>The original position of a dead letter.</summary>
    public static EntryId OriginOf(StreamEntry dead) => EntryId.Parse(dead[IdField]);

    public static string ReasonOf(StreamEntry dead) => dead[ReasonField].ToString();

    public static long SizeOf(StreamEntry entry) => entry[PayloadField].Length();
}
