using System.IO.Compression;

namespace Rtx.ClientApi.Downloads;

/// <summary>A file format for rows.</summary>
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

    /// <summary>Finds a format by name; null when there is none.</summary>
    public static DownloadFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>Name and file extension.</summary>
    public string Name { get; }

    public string ContentType { get; }

    /// <summary>Starts a file. Disposing leaves the body open.</summary>
    public async ValueTask<IDownloadFile<T>> Open<T>(
        Stream body, IReadOnlyList<FileColumn<T>> columns, CancellationToken cancellationToken) =>
        ContentType == ParquetType ? await ParquetFile<T>.Begin(body, columns, cancellationToken) : OpenText(body, IsCsv ? columns : null);

    /// <summary>Like <see cref="Open"/>, where a row is one JSON object, or in all other formats one line for each of its parts.</summary>
    public async ValueTask<IDownloadFile<T>> OpenFlat<T, TLine>(
        Stream body, Func<T, IEnumerable<TLine>> toLines, IReadOnlyList<FileColumn<TLine>> columns, CancellationToken cancellationToken) =>
        IsCsv || ContentType == ParquetType
            ? new FlatFile<T, TLine>(await Open(body, columns, cancellationToken), toLines)
            : OpenText<T>(body, columns: null);

    private TextFile<T> OpenText<T>(Stream body, IReadOnlyList<FileColumn<T>>? columns) =>
        new(_isPacked ? new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true) : body, ownsTarget: _isPacked, columns);

    private bool IsCsv => Name.StartsWith("csv", StringComparison.Ordinal);
}
