namespace Rtx.ClientApi.Edge;

/// <summary>An endless body of lines with a maximum length each, because the reader keeps a whole line in memory.</summary>
/// <param name="body">The stream of lines.</param>
/// <param name="maxLineBytes">Maximum number of bytes between two line ends.</param>
internal sealed class LimitedLines(Stream body, int maxLineBytes) : Stream
{
    private int _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="BadHttpRequestException">A line is too long.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken);
        Count(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Count(ReadOnlySpan<byte> bytes)
    {
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            Add(end);
            _length = 0;
            bytes = bytes[(end + 1)..];
        }

        Add(bytes.Length);
    }

    private void Add(int bytes)
    {
        _length += bytes;
        if (_length > maxLineBytes)
            throw new BadHttpRequestException($"A line has at most {maxLineBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
    }
}
