using System.IO.Compression;

namespace Rtx.ClientApi.Downloads;

/// <summary>How rows become a file.</summary>
internal sealed class DownloadFormat
{
    private readonly bool _isPacked;

    private DownloadFormat(string name, string contentType)
    {
        (Name, ContentType) = (name, contentType);
        _isPacked = contentType == GzipType;
    }

    public const string CsvType = "text/csv";
    public const string LinesType = "application/x-ndjson";
    public const string GzipType = "application/gzip";
    public const string ParquetType = "application/vnd.apache.parquet";

    public static IReadOnlyList<DownloadFormat> All { get; } =
        [new("csv", CsvType), new("ndjson", LinesType), new("csv.gz", GzipType), new("ndjson.gz", GzipType), new("parquet", ParquetType)];

    /// <summary>The ending of its files.</summary>
    public string Name { get; }

    public string ContentType { get; }

    /// <summary>Begins a file. Disposing ends it and leaves the body open.</summary>
    public async ValueTask<IDownloadFile<T>> Open<T>(Stream body, IReadOnlyList<FileColumn<T>> columns, CancellationToken cancellationToken)
    {
        if (ContentType == ParquetType) return await ParquetFile<T>.Begin(body, columns, cancellationToken);
        var target = _isPacked ? new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true) : body;
        return new TextFile<T>(target, ownsTarget: _isPacked, Name.StartsWith("csv", StringComparison.Ordinal) ? columns : null);
    }
}
