using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Rtx.Client;

/// <summary>
/// A live connection: market data, own executions, and orders with lower latency than REST. It reconnects and resubscribes automatically;
/// data sent meanwhile is missed (read it through REST), except for depth and orders, which start from a new snapshot. Safe for concurrent
/// use.
/// </summary>
public sealed class RtxStream : IAsyncDisposable
{
    private static readonly TimeSpan RejoinDelay = TimeSpan.FromSeconds(1);

    private readonly HubConnection _connection;
    private readonly RtxStreamOptions _options;
    private readonly ConcurrentDictionary<string, ITopic> _topics = new();
    private readonly SemaphoreSlim _subscribing = new(1, 1);
    private readonly CancellationTokenSource _closed = new();

    internal RtxStream(Uri hub, Func<Task<string?>> accessToken, RtxStreamOptions options)
    {
        _options = options;
        var builder = new HubConnectionBuilder()
            .WithUrl(hub, http => http.AccessTokenProvider = accessToken)
            .WithAutomaticReconnect(new ReconnectPolicy(options.MaxReconnectDelay));
        _connection = WithProtocol(builder, options.Protocol).Build();
        _connection.On<IReadOnlyList<Quote>>(
            nameof(ITradingHubClient.Quotes), quotes => PublishAll(quotes, quote => QuotesKey(quote.Symbol)));
        _connection.On<Resync>(nameof(ITradingHubClient.Resync), StartAgain);
        _connection.On<DepthUpdate>(
            nameof(ITradingHubClient.DepthChanged), update => Take<Depth, DepthUpdate>(DepthKey(update.Symbol), update));
        _connection.On<OrderQueueUpdate>(
            nameof(ITradingHubClient.OrdersChanged), update => Take<OrderQueue, OrderQueueUpdate>(OrdersKey(update.Symbol), update));
        _connection.On<IReadOnlyList<TradePrint>>(
            nameof(ITradingHubClient.Trades), trades => PublishAll(trades, trade => TradesKey(trade.Symbol)));
        _connection.On<IReadOnlyList<Candle>>(
            nameof(ITradingHubClient.Candles), candles => PublishAll(candles, candle => CandlesKey(candle.Symbol, candle.Minutes)));
        _connection.On<IReadOnlyList<ExecutionReport>>(
            nameof(ITradingHubClient.Executions), executions => PublishAll(executions, execution => AccountKey(execution.AccountId)));
        _connection.Reconnecting += _ => RaiseConnectionChanged();
        _connection.Reconnected += _ => RejoinAllAsync();
        _connection.Closed += CompleteAll;
    }

    /// <summary>Whether the connection is currently up.</summary>
    public bool IsConnected => _connection.State == HubConnectionState.Connected;

    /// <summary>
    /// Raised after the connection was lost, and after it was restored and subscriptions renewed; see <see cref="IsConnected"/>.
    /// </summary>
    public event EventHandler? ConnectionChanged;

    /// <summary>
    /// Raised when live data was lost although the connection was up. Books, trades and candles restart from a snapshot automatically;
    /// executions must be read through REST.
    /// </summary>
    public event EventHandler<DataMissedEventArgs>? DataMissed;

    /// <summary>Connects. Later losses are repaired; a failure of the first attempt is thrown.</summary>
    public Task ConnectAsync(CancellationToken cancellationToken = default) => _connection.StartAsync(cancellationToken);

    /// <summary>Quotes of an instrument, conflated by the server.</summary>
    public Task<Subscription<Quote>> SubscribeQuotesAsync(string symbol, CancellationToken cancellationToken = default) =>
        SubscribeAsync(
            QuotesKey(symbol),
            _options.BufferSize,
            () => new Topic<Quote>(
                token => InvokeAsync(nameof(ITradingHub.SubscribeQuotes), [symbol], token),
                token => InvokeAsync(nameof(ITradingHub.UnsubscribeQuotes), [symbol], token)),
            cancellationToken);

    /// <summary>
    /// The book of an instrument: a full snapshot of the best <see cref="RtxStreamOptions.DepthLevels"/> levels immediately and after each
    /// change. A reader that is behind skips to the newest snapshot. Each change is checked (<see cref="DepthUpdate.Checksum"/>); a copy
    /// that is found to be wrong starts from a new snapshot.
    /// </summary>
    public Task<Subscription<Depth>> SubscribeDepthAsync(Instrument instrument, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var symbol = instrument.Symbol;
        return SubscribeAsync<Depth>(
            DepthKey(symbol),
            capacity: 1,
            () => new BookTopic<Depth, DepthUpdate>(
                new LocalOrderBook(instrument),
                _options.DepthLevels,
                token => InvokeAsync<Depth>(nameof(ITradingHub.SubscribeDepth), [symbol, 0], token),
                token => InvokeAsync(nameof(ITradingHub.UnsubscribeDepth), [symbol], token),
                topic => _ = RejoinAsync(topic)),
            cancellationToken);
    }

    /// <summary>
    /// The book of an instrument, order by order: a full snapshot of the first <see cref="RtxStreamOptions.QueueOrders"/> orders of each
    /// side immediately and after each change. A reader that is behind skips to the newest snapshot.
    /// </summary>
    public Task<Subscription<OrderQueue>> SubscribeOrdersAsync(string symbol, CancellationToken cancellationToken = default) =>
        SubscribeAsync<OrderQueue>(
            OrdersKey(symbol),
            capacity: 1,
            () => new BookTopic<OrderQueue, OrderQueueUpdate>(
                new LocalOrderQueue(symbol),
                _options.QueueOrders,
                token => InvokeAsync<OrderQueue>(nameof(ITradingHub.SubscribeOrders), [symbol], token),
                token => InvokeAsync(nameof(ITradingHub.UnsubscribeOrders), [symbol], token),
                topic => _ = RejoinAsync(topic)),
            cancellationToken);

    /// <summary>Trades of an instrument: the newest ones immediately, then all that follow, each once.</summary>
    public Task<Subscription<TradePrint>> SubscribeTradesAsync(string symbol, CancellationToken cancellationToken = default) =>
        SubscribeAsync(
            TradesKey(symbol),
            _options.BufferSize,
            () => new SnapshotTopic<TradePrint>(
                token => InvokeAsync<IReadOnlyList<TradePrint>>(nameof(ITradingHub.SubscribeTrades), [symbol], token),
                (trade, last) => trade.TradeId > last.TradeId,
                token => InvokeAsync(nameof(ITradingHub.UnsubscribeTrades), [symbol], token)),
            cancellationToken);

    /// <summary>Candles of an instrument, in their state after each batch of ticks that changed them.</summary>
    /// <param name="symbol">The instrument's symbol.</param>
    /// <param name="minutes">Length; only 1 is available live.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Subscription<Candle>> SubscribeCandlesAsync(
        string symbol, int minutes = 1, CancellationToken cancellationToken = default) =>
        SubscribeAsync(
            CandlesKey(symbol, minutes),
            _options.BufferSize,
            () => new SnapshotTopic<Candle>(
                token => InvokeAsync<IReadOnlyList<Candle>>(nameof(ITradingHub.SubscribeCandles), [symbol, minutes], token),
                (_, _) => true,
                token => InvokeAsync(nameof(ITradingHub.UnsubscribeCandles), [symbol, minutes], token)),
            cancellationToken);

    /// <summary>Committed events of the orders of one of the user's accounts.</summary>
    public Task<Subscription<ExecutionReport>> SubscribeExecutionsAsync(long accountId, CancellationToken cancellationToken = default) =>
        SubscribeAsync(
            AccountKey(accountId),
            _options.BufferSize,
            () => new Topic<ExecutionReport>(
                token => InvokeAsync(nameof(ITradingHub.SubscribeAccount), [accountId], token),
                token => InvokeAsync(nameof(ITradingHub.UnsubscribeAccount), [accountId], token)),
            cancellationToken);

    /// <summary>
    /// Places an order; see <see cref="OrdersClient.PlaceAsync"/>. With <see cref="PlaceOrderRequest.CancelOnDisconnect"/> it is cancelled
    /// when the connection ends, even if that is restored immediately.
    /// </summary>
    public Task<OrderReply> PlaceOrderAsync(long accountId, PlaceOrderRequest request, CancellationToken cancellationToken = default) =>
        RequestAsync(nameof(ITradingHub.PlaceOrder), [accountId, request], cancellationToken);

    /// <summary>Places linked orders, all or none; see <see cref="OrdersClient.PlaceListAsync"/>.</summary>
    public Task<OrderListReply> PlaceOrderListAsync(
        long accountId, PlaceOrderListRequest request, CancellationToken cancellationToken = default) =>
        RequestListAsync(nameof(ITradingHub.PlaceOrderList), [accountId, request], cancellationToken);

    /// <summary>Places independent orders; see <see cref="OrdersClient.PlaceBatchAsync"/>.</summary>
    public async Task<OrderBatchReply> PlaceOrderBatchAsync(
        long accountId, PlaceOrderBatchRequest request, CancellationToken cancellationToken = default)
    {
        var result = await InvokeOrderMethodAsync<OrderBatchResult>(
            nameof(ITradingHub.PlaceOrderBatch), [accountId, request], cancellationToken);
        return result.Reply ?? throw HubErrors.From(result.Error);
    }

    /// <summary>Changes an open order.</summary>
    public Task<OrderReply> AmendOrderAsync(
        long accountId, long orderId, AmendOrderRequest request, CancellationToken cancellationToken = default) =>
        RequestAsync(nameof(ITradingHub.AmendOrder), [accountId, orderId, request], cancellationToken);

    /// <summary>Cancels an open order.</summary>
    public Task<OrderReply> CancelOrderAsync(long accountId, long orderId, CancellationToken cancellationToken = default) =>
        RequestAsync(nameof(ITradingHub.CancelOrder), [accountId, orderId], cancellationToken);

    /// <summary>Cancels an open order by its client order id.</summary>
    public Task<OrderReply> CancelOrderAsync(long accountId, string clientOrderId, CancellationToken cancellationToken = default) =>
        RequestAsync(nameof(ITradingHub.CancelByClientOrderId), [accountId, clientOrderId], cancellationToken);

    /// <summary>Cancels all matching open orders; null cancels all.</summary>
    public Task<OrderListReply> CancelAllAsync(
        long accountId, MassCancelRequest? request = null, CancellationToken cancellationToken = default) =>
        RequestListAsync(nameof(ITradingHub.MassCancel), [accountId, request ?? new MassCancelRequest { All = true }], cancellationToken);

    /// <summary>Restarts the account's dead-man timer, or stops it with zero; see <see cref="OrdersClient.CancelAllAfterAsync"/>.</summary>
    public async Task<DateTimeOffset?> CancelAllAfterAsync(
        long accountId, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        (await InvokeAsync<CancelAllAfterReply>(
            nameof(ITradingHub.CancelAllAfter), [accountId, CancelAllAfterRequest.SecondsOf(timeout)], cancellationToken)).CancelsAt;

    /// <summary>
    /// Sends batches of ticks and yields their answers in order, each once its batch is in the server's durable stream. Packed, they take
    /// about ten bytes per tick. A failure is thrown: resume from the first batch that was not answered. A server that can't keep up
    /// accepts batches more slowly; use a separate connection for ticks.
    /// </summary>
    /// <param name="batches">Batches of 1 to <see cref="SendTicksRequest.MaxTicks"/> ticks.</param>
    /// <param name="instruments">The instruments of the ticks, by symbol.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async IAsyncEnumerable<SendTicksReply> SendTicksAsync(
        IAsyncEnumerable<IReadOnlyList<Tick>> batches, IReadOnlyDictionary<string, Instrument> instruments,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!IsConnected) throw HubErrors.Unavailable("The connection is not up; nothing was sent.");
        var results = _connection.StreamAsync<SendTicksResult>(
            nameof(ITradingHub.SendPackedTicks), batches.Select(batch => PackedTicks.Pack(batch, instruments)), cancellationToken);
        await using var reading = results.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await reading.MoveNextAsync()) yield break;
            }
            catch (HubException exception)
            {
                throw HubErrors.ToRtxException(exception);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !IsConnected)
            {
                throw HubErrors.Unavailable("The connection was lost.", exception);
            }

            yield return reading.Current.Reply ?? throw HubErrors.From(reading.Current.Error);
        }
    }

    /// <summary>Closes the connection and ends all subscriptions.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _connection.DisposeAsync();
        await CompleteAll(error: null);
        _subscribing.Dispose();
        _closed.Dispose();
    }

    private static IHubConnectionBuilder WithProtocol(IHubConnectionBuilder builder, RtxStreamProtocol protocol) => protocol switch
    {
        RtxStreamProtocol.MessagePack => builder.AddMessagePackProtocol(),
        RtxStreamProtocol.Json => builder.AddJsonProtocol(json => RtxJson.Configure(json.PayloadSerializerOptions)),
    };

    private static string QuotesKey(string symbol) => $"quotes:{symbol}";

    private static string DepthKey(string symbol) => $"depth:{symbol}";

    private static string OrdersKey(string symbol) => $"orders:{symbol}";

    private static string TradesKey(string symbol) => $"trades:{symbol}";

    private static string CandlesKey(string symbol, int minutes) => $"candles:{symbol}:{minutes}";

    private static string AccountKey(long accountId) => $"account:{accountId}";

    private async Task<Subscription<T>> SubscribeAsync<T>(
        string key, int capacity, Func<Topic<T>> create, CancellationToken cancellationToken)
    {
        // Joining and leaving the same topic must not overtake each other on the wire.
        await _subscribing.WaitAsync(cancellationToken);
        try
        {
            var isNew = !_topics.TryGetValue(key, out var known);
            var topic = isNew ? create() : (Topic<T>)known!;
            var subscription = new Subscription<T>(capacity, reader => LeaveAsync(key, topic, reader));
            topic.Add(subscription);
            if (!isNew) return subscription;

            // The topic is registered before it joins, so that nothing that arrives during the join is lost.
            _topics[key] = topic;
            try
            {
                await topic.JoinAsync(cancellationToken);
            }
            catch
            {
                _topics.TryRemove(key, out _);
                throw;
            }

            return subscription;
        }
        finally
        {
            _subscribing.Release();
        }
    }

    private async ValueTask LeaveAsync<T>(string key, Topic<T> topic, Subscription<T> subscription)
    {
        if (_closed.IsCancellationRequested) return;
        await _subscribing.WaitAsync(_closed.Token);
        try
        {
            if (!topic.Remove(subscription)) return;
            _topics.TryRemove(key, out _);
            if (IsConnected) await topic.LeaveAsync(_closed.Token);
        }
        catch (RtxException) when (!IsConnected)
        {
            // A subscription belongs to the connection; without one there is nothing to leave.
        }
        finally
        {
            _subscribing.Release();
        }
    }

    private async Task RejoinAllAsync()
    {
        foreach (var topic in _topics.Values) await RejoinAsync(topic);
        await RaiseConnectionChanged();
    }

    private Task RaiseConnectionChanged()
    {
        ConnectionChanged?.Invoke(this, EventArgs.Empty);
        return Task.CompletedTask;
    }

    private async Task RejoinAsync(ITopic topic)
    {
        while (IsConnected && !_closed.IsCancellationRequested)
        {
            try
            {
                await topic.JoinAsync(_closed.Token);
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (RtxException exception) when (
                exception.Code is RtxErrorCodes.Unavailable or RtxErrorCodes.Busy or RtxErrorCodes.RateLimited)
            {
                // The server is up but not ready. If the connection is lost meanwhile, the next reconnect runs this again.
                await Task.Delay(RejoinDelay, CancellationToken.None);
            }
            catch (RtxException exception)
            {
                topic.Complete(exception);
                return;
            }
        }
    }

    private void Publish<T>(string key, T item)
    {
        if (_topics.TryGetValue(key, out var topic)) ((Topic<T>)topic).Publish(item);
    }

    private void PublishAll<T>(IReadOnlyList<T> items, Func<T, string> key)
    {
        foreach (var item in items) Publish(key(item), item);
    }

    private void Take<TPicture, TUpdate>(string key, TUpdate update)
    {
        if (_topics.TryGetValue(key, out var topic)) ((BookTopic<TPicture, TUpdate>)topic).Take(update);
    }

    private void StartAgain(Resync resync)
    {
        DataMissed?.Invoke(this, new DataMissedEventArgs(resync));
        var key = resync.Kind switch
        {
            LiveKind.Quotes => QuotesKey(resync.Symbol!),
            LiveKind.Depth => DepthKey(resync.Symbol!),
            LiveKind.Orders => OrdersKey(resync.Symbol!),
            LiveKind.Trades => TradesKey(resync.Symbol!),
            LiveKind.Candles => CandlesKey(resync.Symbol!, minutes: 1),
            LiveKind.Executions => AccountKey(resync.AccountId ?? 0),
        };
        if (_topics.TryGetValue(key, out var topic)) _ = RejoinAsync(topic);
    }

    private Task CompleteAll(Exception? error)
    {
        foreach (var topic in _topics.Values) topic.Complete(error);
        return Task.CompletedTask;
    }

    private Task<object?> InvokeAsync(string method, object?[] arguments, CancellationToken cancellationToken) =>
        InvokeAsync<object?>(method, arguments, cancellationToken);

    private async Task<T> InvokeAsync<T>(string method, object?[] arguments, CancellationToken cancellationToken)
    {
        if (!IsConnected) throw HubErrors.Unavailable("The connection is not up.");
        try
        {
            return await _connection.InvokeCoreAsync<T>(method, arguments, cancellationToken);
        }
        catch (HubException exception)
        {
            throw HubErrors.ToRtxException(exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !IsConnected)
        {
            throw HubErrors.Unavailable("The connection was lost.", exception);
        }
    }

    private async Task<OrderReply> RequestAsync(string method, object?[] arguments, CancellationToken cancellationToken)
    {
        var result = await InvokeOrderMethodAsync<OrderResult>(method, arguments, cancellationToken);
        return result.Reply ?? throw HubErrors.From(result.Error);
    }

    private async Task<OrderListReply> RequestListAsync(string method, object?[] arguments, CancellationToken cancellationToken)
    {
        var result = await InvokeOrderMethodAsync<OrderListResult>(method, arguments, cancellationToken);
        return result.Reply ?? throw HubErrors.From(result.Error);
    }

    private async Task<T> InvokeOrderMethodAsync<T>(string method, object?[] arguments, CancellationToken cancellationToken)
    {
        if (!IsConnected) throw HubErrors.Unavailable("The connection is not up; nothing was sent.");
        try
        {
            return await _connection.InvokeCoreAsync<T>(method, arguments, cancellationToken);
        }
        catch (HubException exception)
        {
            throw HubErrors.ToRtxException(exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw HubErrors.OutcomeUnknown(exception);
        }
    }
}
