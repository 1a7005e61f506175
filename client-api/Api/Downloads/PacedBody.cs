namespace Rtx.ClientApi.Downloads;

/// <summary>
/// The body of an answer whose reader must keep up a minimum rate or is cut off. Reading more slowly uses up the grace time; reading faster
/// refills it, but never beyond its full length. The server's own minimum rate is a mean since the answer began, so a reader that has taken
/// a gigabyte could then pause for hours.
/// </summary>
/// <param name="body">The stream to write to. Its writes copy their buffer before they wait.</param>
/// <param name="bytesPerSecond">The minimum rate.</param>
/// <param name="grace">How long a reader may read nothing.</param>
/// <param name="time">The clock.</param>
/// <param name="cut">Closes the connection, which also ends waiting writes.</param>
internal sealed class PacedBody(Stream body, int bytesPerSecond, TimeSpan grace, TimeProvider time, Action cut) : Stream
{
    private TimeSpan _waited;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">The reader is too slow.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await WaitAsync(body.WriteAsync(buffer, cancellationToken));
        var allowed = TimeSpan.FromSeconds(1) * buffer.Length / bytesPerSecond;
        _waited = allowed < _waited ? _waited - allowed : TimeSpan.Zero;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => WaitAsync(new ValueTask(body.FlushAsync(cancellationToken)));

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task WaitAsync(ValueTask write)
    {
        if (write.IsCompletedSuccessfully) return;
        var (started, waiting) = (time.GetTimestamp(), write.AsTask());
        try
        {
            await waiting.WaitAsync(_waited < grace ? grace - _waited : TimeSpan.Zero, time);
        }
        catch (TimeoutException late)
        {
            cut();
            // Once completion begins, no write may still be running.
            await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new IOException($"The reader took less than {bytesPerSecond} bytes a second.", late);
        }

        _waited += time.GetElapsedTime(started);
    }
}
