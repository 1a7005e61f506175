namespace Rtx.ClientApi.Downloads;

/// <summary>A file that is being written. Disposing does not complete it.</summary>
internal interface IDownloadFile<in T> : IAsyncDisposable
{
    /// <summary>Appends rows; waits while the reader is slow.</summary>
    Task WriteAsync(IReadOnlyList<T> rows, CancellationToken cancellationToken);

    /// <summary>Completes the file. A file that was not completed is recognisably partial.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);
}
