namespace Rtx.ClientApi.Downloads;

/// <summary>A file in which a row takes any number of lines.</summary>
internal sealed class FlatFile<T, TLine>(IDownloadFile<TLine> lines, Func<T, IEnumerable<TLine>> toLines) : IDownloadFile<T>
{
    public Task WriteAsync(IReadOnlyList<T> rows, CancellationToken cancellationToken) =>
        lines.WriteAsync([.. rows.SelectMany(toLines)], cancellationToken);

    public Task CompleteAsync(CancellationToken cancellationToken) => lines.CompleteAsync(cancellationToken);

    public ValueTask DisposeAsync() => lines.DisposeAsync();
}
