using Rtx.Client;

namespace Rtx.Chaos.Bots;

/// <summary>
/// An account's connection to the system: over a live connection to one API process while that is up, otherwise by REST; when a process
/// does not answer, another one is tried.
/// </summary>
internal sealed class TraderConnection : IAsyncDisposable
{
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<RtxClient> _clients;
    private readonly RtxStream? _stream;
    private int _current;

    /// <param name="clients">One client per API process, logged in.</param>
    /// <param name="first">The first process to use.</param>
    /// <param name="isLive">Whether it has a live connection.</param>
    public TraderConnection(IReadOnlyList<RtxClient> clients, int first, bool isLive)
    {
        (_clients, _current) = (clients, first % clients.Count);
        if (isLive) _stream = clients[_current].CreateStream();
    }

    private OrdersClient Rest => _clients[_current].Orders;

    private RtxStream? Live => _stream is { IsConnected: true } ? _stream : null;

    /// <summary>Whether there is a live connection to follow.</summary>
    public bool IsLive => _stream is not null;

    /// <summary>Follows the account's executions until the end.</summary>
    /// <param name="account">The account.</param>
    /// <param name="onReport">Receives each report.</param>
    /// <param name="onMissed">Called when reports may be missing: at the start, after each interruption, and when the server says
    /// so.</param>
    /// <param name="cancellationToken">Stops following.</param>
    public async Task FollowAsync(long account, Action<ExecutionReport> onReport, Action onMissed, CancellationToken cancellationToken)
    {
        if (_stream is null) return;
        _stream.DataMissed += (_, missed) =>
        {
            if (missed.Resync.Kind == LiveKind.Executions) onMissed();
        };
        _stream.ConnectionChanged += (_, _) =>
        {
            if (_stream.IsConnected) onMissed();
        };
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!_stream.IsConnected) await _stream.ConnectAsync(cancellationToken);
                await using var executions = await _stream.SubscribeExecutionsAsync(account, cancellationToken);
                onMissed();
                await foreach (var report in executions.WithCancellation(cancellationToken))
                {
                    onReport(report);
                    // The reader was too slow.
                    if (executions.Dropped > 0) onMissed();
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
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

    /// <summary>Switches to another API process.</summary>
    public void TurnAway() => _current = (_current + 1) % _clients.Count;

    public Task<OrderReply> PlaceAsync(long account, PlaceOrderRequest request, CancellationToken token) =>
        Live is { } live ? live.PlaceOrderAsync(account, request, token) : Rest.PlaceAsync(account, request, token);

    public Task<OrderListReply> PlaceListAsync(long account, PlaceOrderListRequest request, CancellationToken token) =>
        Live is { } live ? live.PlaceOrderListAsync(account, request, token) : Rest.PlaceListAsync(account, request, token);

    public Task<OrderReply> AmendAsync(long account, long order, AmendOrderRequest request, CancellationToken token) =>
        Live is { } live ? live.AmendOrderAsync(account, order, request, token) : Rest.AmendAsync(account, order, request, token);

    public Task<OrderReply> CancelAsync(long account, long order, CancellationToken token) =>
        Live is { } live ? live.CancelOrderAsync(account, order, token) : Rest.CancelAsync(account, order, token);

    public Task<OrderReply> CancelAsync(long account, string name, CancellationToken token) =>
        Live is { } live ? live.CancelOrderAsync(account, name, token) : Rest.CancelAsync(account, name, token);

    public Task<OrderListReply> CancelAllAsync(long account, MassCancelRequest request, CancellationToken token) =>
        Live is { } live ? live.CancelAllAsync(account, request, token) : Rest.CancelAllAsync(account, request, token);

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null) await _stream.DisposeAsync();
    }
}
