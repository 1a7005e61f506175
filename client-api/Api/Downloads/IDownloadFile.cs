namespace Rtx.ClientApi.Downloads;

/// <summary>A file that is being written. Disposing does not end it.</summary>
internal interface IDownloadFile<in T> : IAsyncDisposable
{
    /// <summary>Appends rows; a slow reader holds this back.</summary>
    Task WriteAsync(IReadOnlyList<T> rows, CancellationToken cancellationToken);

    /// <summary>Makes the file whole. One that was not completed is a part, and can be told to be.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);
}
