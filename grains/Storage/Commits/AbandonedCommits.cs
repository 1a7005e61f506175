using Npgsql;

namespace Rtx.Storage.Commits;

/// <summary>
/// Commits that timed out. Their connections stay open until the server answers or the connection breaks. They are not cancelled: a server
/// that waits for its synchronous standby answers a cancel by making the commit visible without it. They keep their locks, so an activation
/// that opens one of their streams waits for them. Beyond <see cref="Most"/> the oldest is cancelled, so that they don't pile up when the
/// network drops everything.
/// </summary>
internal sealed class AbandonedCommits : IDisposable
{
    private const int Most = 8;

    private readonly Lock _lock = new();
    private readonly List<CancellationTokenSource> _running = [];

    public void Add(Task running, CancellationTokenSource cancellation, NpgsqlBatch batch, NpgsqlConnection connection)
    {
        CancellationTokenSource? oldest = null;
        lock (_lock)
        {
            _running.Add(cancellation);
            if (_running.Count > Most) oldest = _running[0];
        }

        _ = EndAsync(running, cancellation, batch, connection);
        oldest?.Cancel();
    }

    /// <summary>Cancels all of them.</summary>
    public void Dispose()
    {
        CancellationTokenSource[] running;
        lock (_lock) running = [.. _running];
        foreach (var cancellation in running) cancellation.Cancel();
    }

    private async Task EndAsync(Task running, CancellationTokenSource cancellation, NpgsqlBatch batch, NpgsqlConnection connection)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        // Not disposed: it may be cancelled at this moment, and without a timer it holds nothing.
        lock (_lock) _running.Remove(cancellation);
        await batch.DisposeAsync();
        await connection.DisposeAsync();
    }
}
