using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace Rtx.ClientApi.Downloads;

/// <summary>Rows as CSV with a header, or, without columns, one JSON object per line.</summary>
internal sealed class TextFile<T> : IDownloadFile<T>
{
    private readonly Stream _target;
    private readonly bool _ownsTarget;
    private readonly StreamWriter _text;
    private readonly CsvWriter? _csv;
    private readonly IReadOnlyList<FileColumn<T>> _columns;

    public TextFile(Stream target, bool ownsTarget, IReadOnlyList<FileColumn<T>>? columns)
    {
        (_target, _ownsTarget, _columns) = (target, ownsTarget, columns ?? []);
        _text = new StreamWriter(target, leaveOpen: true) { NewLine = "\n" };
        if (columns is null) return;
        _csv = new CsvWriter(_text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }, leaveOpen: true);
        // The header stays in memory until the first row is written.
        foreach (var column in columns) _csv.WriteField(column.Field.Name);
        _csv.NextRecord();
    }

    public async Task WriteAsync(IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            // Always asynchronous: the server does not allow synchronous writes.
            if (_csv is null)
            {
                await _text.WriteLineAsync(JsonSerializer.Serialize(row, Client.RtxJson.Options).AsMemory(), cancellationToken);
                continue;
            }

            foreach (var column in _columns) _csv.WriteField(column.Text(row));
            await _csv.NextRecordAsync();
        }

        // At most one page is buffered; a slow client delays the reading here.
        await FlushAsync(cancellationToken);
    }

    public Task CompleteAsync(CancellationToken cancellationToken) => FlushAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_csv is not null) await _csv.DisposeAsync();
        await _text.DisposeAsync();
        if (_ownsTarget) await _target.DisposeAsync();
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_csv is not null) await _csv.FlushAsync();
        await _text.FlushAsync(cancellationToken);
    }
}
