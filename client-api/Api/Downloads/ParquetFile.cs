using Parquet;
using Parquet.Schema;

namespace Rtx.ClientApi.Downloads;

/// <summary>Rows as an Apache Parquet file, compressed with zstd, one row group at a time.</summary>
internal sealed class ParquetFile<T> : IDownloadFile<T>
{
    /// <summary>Enough for good compression, few enough to hold in memory.</summary>
    private const int RowsOfGroup = 50_000;

    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Zstd };

    private readonly Stream _target;
    private readonly GroupBuffer _buffer;
    private readonly ParquetWriter _file;
    private readonly IReadOnlyList<FileColumn<T>> _columns;
    private readonly List<T> _rows = [];
    private bool _isEnded;

    private ParquetFile(Stream target, GroupBuffer buffer, ParquetWriter file, IReadOnlyList<FileColumn<T>> columns) =>
        (_target, _buffer, _file, _columns) = (target, buffer, file, columns);

    public static async Task<ParquetFile<T>> Begin(Stream target, IReadOnlyList<FileColumn<T>> columns, CancellationToken cancellationToken)
    {
        var buffer = new GroupBuffer();
        var file = await ParquetWriter.CreateAsync(
            new ParquetSchema(columns.Select(column => column.Field)), buffer, Options, cancellationToken: cancellationToken);
        return new ParquetFile<T>(target, buffer, file, columns);
    }

    public async Task WriteAsync(IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        _rows.AddRange(rows);
        if (_rows.Count >= RowsOfGroup) await WriteGroup(cancellationToken);
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count > 0) await WriteGroup(cancellationToken);
        // Disposing the writer writes the footer, which completes the file.
        await EndAsync();
        await Drain(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _buffer.DisposeAsync();
    }

    private async Task WriteGroup(CancellationToken cancellationToken)
    {
        using (var group = _file.CreateRowGroup())
        {
            foreach (var column in _columns) await column.WriteAsync(group, _rows, cancellationToken);
            group.CompleteValidate();
        }

        _rows.Clear();
        await Drain(cancellationToken);
    }

    private async ValueTask EndAsync()
    {
        if (_isEnded) return;
        _isEnded = true;
        await _file.DisposeAsync();
    }

    private async Task Drain(CancellationToken cancellationToken)
    {
        await _target.WriteAsync(_buffer.GetBuffer().AsMemory(0, (int)_buffer.Length), cancellationToken);
        await _target.FlushAsync(cancellationToken);
        _buffer.SetLength(0);
    }

    /// <summary>
    /// Buffers the library's synchronous writes, which the server does not allow. The library tracks positions itself as long as the stream
    /// can't seek.
    /// </summary>
    private sealed class GroupBuffer : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
