namespace Rtx.Gateway.Reads;

/// <summary>
/// The last result of a read, shared by all requests. Reading again is single-flight and starts at most once per
/// <paramref name="interval"/>: a caller that asks earlier waits, and gets a result that was read after its call, so something just created
/// is never reported missing.
/// </summary>
public sealed class SharedRead<T>(Func<CancellationToken, Task<T>> read, TimeSpan interval, TimeProvider time) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private Answer? _last;

    /// <summary>The last result; null before the first.</summary>
    public T? Last => Volatile.Read(ref _last)?.Value;

    /// <summary>Start of the last read, as a timestamp of the clock; null before the first.</summary>
    public long? LastReadAt => Volatile.Read(ref _last)?.ReadAt;

    /// <summary>A result that was read after this call.</summary>
    public async Task<T> ReadAgain(CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (Volatile.Read(ref _last) is { } last)
            {
                if (last.ReadAt > askedAt) return last.Value;
                var rest = interval - time.GetElapsedTime(last.ReadAt);
                if (rest > TimeSpan.Zero) await Task.Delay(rest, time, cancellationToken);
            }

            var readAt = time.GetTimestamp();
            var value = await read(cancellationToken);
            Put(value, readAt);
            return value;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Stores a result obtained another way, unless there is a newer one.</summary>
    public void Put(T value, long readAt)
    {
        var answer = new Answer(value, readAt);
        for (var last = Volatile.Read(ref _last); last is null || last.ReadAt <= readAt;)
        {
            var seen = Interlocked.CompareExchange(ref _last, answer, last);
            if (ReferenceEquals(seen, last)) return;
            last = seen;
        }
    }

    public void Dispose() => _reading.Dispose();

    private sealed record Answer(T Value, long ReadAt);
}
