namespace Rtx.ClientApi.Cluster;

/// <summary>
/// What was read last, shared by all requests. Reading again is single-flight and starts at most once per <paramref name="interval"/>: whoever asks sooner
/// waits, and gets an answer that was read after the question, so that something made a moment ago is never reported missing.
/// </summary>
internal sealed class SharedRead<T>(Func<CancellationToken, Task<T>> read, TimeSpan interval, TimeProvider time) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Answer? _last;

    /// <summary>What was read last; null before the first time.</summary>
    public T? Last => _last?.Value;

    /// <summary>An answer that was read after this call.</summary>
    public async Task<T> ReadAgain(CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last)
            {
                if (last.ReadAt > askedAt) return last.Value;
                var rest = interval - time.GetElapsedTime(last.ReadAt);
                if (rest > TimeSpan.Zero) await Task.Delay(rest, time, cancellationToken);
            }

            var readAt = time.GetTimestamp();
            var value = await read(cancellationToken);
            _last = new Answer(value, readAt);
            return value;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private sealed record Answer(T Value, long ReadAt);
}
