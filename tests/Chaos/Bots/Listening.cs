using System.Collections.Concurrent;
using System.Threading.Channels;
using Rtx.Client;

namespace Rtx.Chaos.Bots;

/// <summary>
/// The live events that an account received, when it was last told that some may be missing, and the copy that a client builds from both.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="readers">One client per API process; when one does not answer, the next is used.</param>
internal sealed class Listening(long account, IReadOnlyList<RtxClient> readers)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // After a failover that lost events, other events get their sequences.
    private readonly ConcurrentDictionary<(string Symbol, long Sequence, DateTimeOffset Time), bool> _told = new();
    // One read serves all requests made before it begins.
    private readonly Channel<bool> _reads =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _readAt = DateTimeOffset.MinValue.UtcTicks;

    public long Account => account;

    /// <summary>The copy of a client that misses nothing and keeps nothing that was lost.</summary>
    public LocalExecutions Copy { get; } = new(account);

    public void Take(ExecutionReport report)
    {
        _told.TryAdd((report.Symbol, report.Sequence, report.Time), true);
        if (!Copy.Take(report)) _reads.Writer.TryWrite(true);
    }

    /// <summary>Listening begins, or events may be missing.</summary>
    public void ReadAgain(DateTimeOffset now)
    {
        Interlocked.Exchange(ref _readAt, now.UtcTicks);
        _reads.Writer.TryWrite(true);
    }

    /// <summary>Reads whenever events may be missing, until stopped.</summary>
    public async Task KeepCopyAsync(CancellationToken stop)
    {
        for (var attempt = 0; !stop.IsCancellationRequested; attempt++)
        {
            try
            {
                await _reads.Reader.ReadAsync(stop);
                await Copy.ReadAsync(readers[attempt % readers.Count].Accounts, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is RtxException or HttpRequestException or OperationCanceledException)
            {
                _reads.Writer.TryWrite(true);
                await Task.Delay(RetryDelay, CancellationToken.None);
            }
        }
    }

    /// <summary>Whether it received an event, or had to read after it.</summary>
    public bool Knows(string symbol, long sequence, DateTimeOffset time) =>
        _told.ContainsKey((symbol, sequence, time)) || time.UtcTicks <= Interlocked.Read(ref _readAt);
}
