using StackExchange.Redis;

namespace Rtx.Streams;

/// <summary>What waits in a queue.</summary>
internal readonly record struct QueueFill(long Entries, long Bytes);

/// <summary>
/// The keys of one queue and what is done to them in one step. The keys share a hash tag, so a Redis cluster keeps them on one node and they can be changed together.
/// </summary>
internal sealed class RedisQueue(IDatabase database, string serviceId, string providerName, uint queueNumber, RedisStreamOptions options)
{
    private const string PayloadField = "batch";
    private const string IdField = "id";
    private const string ReasonField = "reason";

    /// <summary>Field of the bytes that were ever added to the queue, this entry included: less those delivered, they are what waits.</summary>
    private const string AddedField = "added";

    /// <summary>Adds an entry and returns how many entries and bytes wait then. After Redis lost its memory the count starts where the readers are.</summary>
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
    /// Gives the entries new places behind a position, when they lie before it: the clock of a Redis that lost its memory was behind that of its predecessor. Later entries
    /// follow them by themselves.
    /// </summary>
    private const string ContinueScript = """
        if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
        local about = redis.call('XINFO', 'STREAM', KEYS[1])
        local newest
        for i = 1, #about, 2 do if about[i] == 'last-generated-id' then newest = about[i + 1] end end
        local milliseconds, counter = string.match(newest, '(%d+)-(%d+)')
        local readMilliseconds = tonumber(ARGV[1])
        if tonumber(milliseconds) > readMilliseconds or (tonumber(milliseconds) == readMilliseconds and tonumber(counter) >= tonumber(ARGV[2])) then return 0 end
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

    /// <summary>Adds an entry and returns what waits then.</summary>
    public async Task<QueueFill> Add(byte[] payload)
    {
        var fill = (RedisResult[])(await database.ScriptEvaluateAsync(AddScript, [_entries, _added, _delivered], [payload]))!;
        return new QueueFill((long)fill[0], (long)fill[1]);
    }

    /// <summary>What waits now.</summary>
    public async Task<QueueFill> GetFill()
    {
        var (length, added, delivered) = (database.StreamLengthAsync(_entries), database.StringGetAsync(_added), database.StringGetAsync(_delivered));
        return new QueueFill(await length, Math.Max(0, (long)await added - (long)await delivered));
    }

    /// <summary>Entries after a position, oldest first.</summary>
    public Task<StreamEntry[]> ReadAfter(EntryId position, int maxCount) => database.StreamRangeAsync(_entries, $"({position}", "+", maxCount);

    /// <summary>
    /// Moves all entries behind a position that was read already, when the newest place that this stream ever gave lies before it. Entries that are merely read and not yet
    /// removed say nothing: the stream remembers its newest place without them.
    /// </summary>
    public async Task<bool> MoveBehind(EntryId position) => (long)await database.ScriptEvaluateAsync(ContinueScript, [_entries], [position.Milliseconds, position.Counter]) > 0;

    /// <summary>Bytes added to the queue up to and with an entry; 0 in entries of older versions.</summary>
    public static long AddedOf(StreamEntry entry) => (long)entry[AddedField];

    public static byte[] PayloadOf(StreamEntry entry) => (byte[]?)entry[PayloadField] ?? throw new FormatException("The entry has no payload.");

    /// <summary>The position up to which everything was delivered; the start when nothing was saved.</summary>
    public async Task<EntryId> ReadCheckpoint()
    {
        var value = await database.StringGetAsync(_checkpoint);
        return value.HasValue ? EntryId.Parse(value) : default;
    }

    /// <summary>Saves the checkpoint first and removes what lies before it afterwards: a crash in between leaves entries to remove next time, never a gap.</summary>
    /// <param name="delivered">Everything up to here was delivered.</param>
    /// <param name="bytes">Bytes added to the queue up to there.</param>
    public async Task SaveCheckpoint(EntryId delivered, long bytes)
    {
        await database.StringSetAsync([new(_checkpoint, delivered.ToString()), new(_delivered, bytes)]);
        await database.StreamTrimByMinIdAsync(_entries, delivered.Next.ToString());
    }

    /// <summary>Moves an entry to the dead letters in one transaction, so that it is in one place whatever happens.</summary>
    public async Task MoveToDeadLetters(EntryId entryId, string reason)
    {
        var found = await database.StreamRangeAsync(_entries, entryId.ToString(), entryId.ToString(), 1);
        if (found is not [var entry]) return;
        var transaction = database.CreateTransaction();
        _ = transaction.StreamAddAsync(_dead, [.. entry.Values, new(IdField, entryId.ToString()), new(ReasonField, reason)], maxLength: options.DeadLetterMaxLength, useApproximateMaxLength: true);
        _ = transaction.StreamDeleteAsync(_entries, [entryId.ToString()]);
        await transaction.ExecuteAsync();
    }

    /// <summary>The newest dead letters, newest first.</summary>
    public Task<StreamEntry[]> ReadDead(int maxCount) => database.StreamRangeAsync(_dead, "-", "+", maxCount, Order.Descending);

    /// <summary>A dead letter; null when it is not there.</summary>
    public async Task<StreamEntry?> FindDead(EntryId deadId) =>
        await database.StreamRangeAsync(_dead, deadId.ToString(), deadId.ToString(), 1) is [var dead] ? dead : null;

    /// <summary>Takes a dead letter away; false when it is not there.</summary>
    public async Task<bool> RemoveDead(EntryId deadId) => await database.StreamDeleteAsync(_dead, [deadId.ToString()]) > 0;

    /// <summary>Where a dead letter lay when it was an entry.</summary>
    public static EntryId OriginOf(StreamEntry dead) => EntryId.Parse(dead[IdField]);

    public static string ReasonOf(StreamEntry dead) => dead[ReasonField].ToString();

    public static long SizeOf(StreamEntry entry) => entry[PayloadField].Length();
}
