using Rtx.Client;

namespace Rtx.Chaos.Bots;

/// <summary>A client that follows a book order by order over a live connection, through all faults.</summary>
internal sealed class BookCopy(RtxClient client, Instrument instrument) : IAsyncDisposable
{
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);

    private readonly RtxStream _stream = client.CreateStream(new RtxStreamOptions { QueueOrders = OrderQueue.MaxOrders });

    public string Symbol => instrument.Symbol;

    /// <summary>The newest snapshot; null before the first.</summary>
    public OrderQueue? Newest { get; private set; }

    /// <summary>Follows until stopped.</summary>
    public async Task FollowAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!_stream.IsConnected) await _stream.ConnectAsync(stop);
                await using var pictures = await _stream.SubscribeOrdersAsync(Symbol, stop);
                await foreach (var picture in pictures.WithCancellation(stop)) Newest = picture;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is RtxException or HttpRequestException or InvalidOperationException or OperationCanceledException)
            {
                // The process is down or starting up.
                await Task.Delay(ReconnectDelay, CancellationToken.None);
            }
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
