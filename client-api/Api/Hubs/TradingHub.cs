using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.LiveData;
using Rtx.ClientApi.Ticks;
using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Orders;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Hubs;

/// <inheritdoc cref="Client.ITradingHub" />
[Authorize]
internal sealed class TradingHub(
    LiveFeeds feeds, LiveConnections connections, OrderQueues queues, RequestLimits limits, InstrumentCatalog catalog, RightsWatch rights,
    AccountAccess access, OrderDesk desk, DisconnectCancellation disconnects, TickUpload ticks,
    IGrainFactory grains)
    : Hub<Client.ITradingHubClient>, Client.ITradingHub
{
    public override async Task OnConnectedAsync()
    {
        Context.Features.Set(new BoundOrders());
        // Rights revoked while the connection was being opened were only announced to existing connections.
        if ((await rights.Find(User.UserId(), Context.ConnectionAborted)).Role is not { } role || !User.IsInRole(role.ToString()))
            Context.Abort();
        await base.OnConnectedAsync();
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        await Task.WhenAll(feeds.LeaveAll(Context.ConnectionId), disconnects.Cancel(Bound));
        await base.OnDisconnectedAsync(exception);
    }

    public Task SubscribeQuotes(string symbol) => Join(Client.LiveKind.Quotes, symbol);

    public Task UnsubscribeQuotes(string symbol) => Leave(Client.LiveKind.Quotes, symbol);

    public async Task<Client.Depth> SubscribeDepth(string symbol, int levels)
    {
        if (levels is < 0 or > Client.Depth.MaxLevels)
            throw HubErrors.From(ApiError.Invalid($"levels must be 0 to {Client.Depth.MaxLevels}."));

        // Join before taking the snapshot, so that no change falls between them; duplicates are recognised by their sequence.
        var instrument = await Join(Client.LiveKind.Depth, symbol);
        var depth = await grains.GetGrain<IOrderBookGrain>(instrument.Id.Value)
            .GetDepth(levels == 0 ? Client.Depth.MaxLevels : levels, Context.ConnectionAborted);
        return MarketDataWire.ToWire(instrument, depth ?? new DepthSnapshot(instrument.Id, Sequence: 0, Bids: [], Asks: []));
    }

    public Task UnsubscribeDepth(string symbol) => Leave(Client.LiveKind.Depth, symbol);

    public async Task<Client.OrderQueue> SubscribeOrders(string symbol)
    {
        if (limits.TakeRows(User.UserId(), Client.OrderQueue.MaxOrders) is { } tooMany) throw HubErrors.From(tooMany);
        // Join before the snapshot, as for depth.
        var instrument = await Join(Client.LiveKind.Orders, symbol);
        return MarketDataWire.ToWire(instrument, await queues.Read(instrument.Id, Context.ConnectionAborted));
    }

    public Task UnsubscribeOrders(string symbol) => Leave(Client.LiveKind.Orders, symbol);

    public async Task<IReadOnlyList<Client.TradePrint>> SubscribeTrades(string symbol)
    {
        var instrument = await Join(Client.LiveKind.Trades, symbol);
        var trades = await grains.GetGrain<IHistoryGrain>(0)
            .GetTrades(instrument.Id, before: null, Client.ITradingHub.RecentTrades, Context.ConnectionAborted);
        return trades.Reverse().Select(trade => MarketDataWire.ToWire(instrument, trade)).ToList();
    }

    public Task UnsubscribeTrades(string symbol) => Leave(Client.LiveKind.Trades, symbol);

    public async Task<IReadOnlyList<Client.Candle>> SubscribeCandles(string symbol, int minutes)
    {
        if (minutes != 1) throw HubErrors.From(ApiError.Invalid("Only candles of 1 minute are live."));
        var instrument = await Join(Client.LiveKind.Candles, symbol);
        var newest = await Task.WhenAll(Enum.GetValues<CandlePrice>().Select(kind => grains.GetGrain<IHistoryGrain>(0)
            .GetCandles(new CandleQuery(instrument.Id, kind, minutes, From: null, To: null, Limit: 1), Context.ConnectionAborted)));
        return newest.SelectMany(candles => candles).Select(candle => MarketDataWire.ToWire(instrument, candle, minutes)).ToList();
    }

    public Task UnsubscribeCandles(string symbol, int minutes) => Leave(Client.LiveKind.Candles, symbol);

    public async Task SubscribeAccount(long accountId)
    {
        if (await access.Check(User.ToCaller(), accountId, Context.ConnectionAborted) is { } refusal) throw HubErrors.From(refusal);
        await Join(new LiveTopic(Client.LiveKind.Executions, accountId), instrument: null);
    }

    public Task UnsubscribeAccount(long accountId) =>
        feeds.Leave(Context.ConnectionId, new LiveTopic(Client.LiveKind.Executions, accountId));

    public async Task<Client.OrderResult> PlaceOrder(long accountId, Client.PlaceOrderRequest request) =>
        ToResult(await desk.Place(User.ToCaller(), accountId, request, Bound, Context.ConnectionAborted));

    public async Task<Client.OrderListResult> PlaceOrderList(long accountId, Client.PlaceOrderListRequest request) =>
        ToResult(await desk.PlaceList(User.ToCaller(), accountId, request, Bound, Context.ConnectionAborted));

    public async Task<Client.OrderBatchResult> PlaceOrderBatch(long accountId, Client.PlaceOrderBatchRequest request) =>
        ToResult(await desk.PlaceBatch(User.ToCaller(), accountId, request, Bound, Context.ConnectionAborted));

    public async Task<Client.OrderResult> AmendOrder(long accountId, long orderId, Client.AmendOrderRequest request) =>
        ToResult(await desk.Amend(User.ToCaller(), accountId, orderId, request, Context.ConnectionAborted));

    public async Task<Client.OrderResult> CancelOrder(long accountId, long orderId) =>
        ToResult(await desk.Cancel(User.ToCaller(), accountId, orderId, Context.ConnectionAborted));

    public async Task<Client.OrderResult> CancelByClientOrderId(long accountId, string clientOrderId) =>
        ToResult(await desk.CancelByName(User.ToCaller(), accountId, clientOrderId, Context.ConnectionAborted));

    public async Task<Client.OrderListResult> MassCancel(long accountId, Client.MassCancelRequest request) =>
        ToResult(await desk.MassCancel(User.ToCaller(), accountId, request, Context.ConnectionAborted));

    public async Task<Client.CancelAllAfterReply> CancelAllAfter(long accountId, int timeoutSeconds)
    {
        var outcome = await desk.CancelAllAfter(
            User.ToCaller(), accountId, new Client.CancelAllAfterRequest { TimeoutSeconds = timeoutSeconds }, Context.ConnectionAborted);
        return outcome.TryGet(out var reply, out var error) ? reply : throw HubErrors.From(error);
    }

    public IAsyncEnumerable<Client.SendTicksResult> SendTicks(IAsyncEnumerable<Client.SendTicksRequest> batches) =>
        ticks.Take(User.ToCaller(), batches, Context.ConnectionAborted);

    public IAsyncEnumerable<Client.SendTicksResult> SendPackedTicks(IAsyncEnumerable<byte[]> frames) =>
        ticks.Take(User.ToCaller(), frames, Context.ConnectionAborted);

    private BoundOrders Bound =>
        Context.Features.Get<BoundOrders>()
            ?? throw new InvalidOperationException("Every connection gets its bound orders when it begins.");

    private ClaimsPrincipal User => Context.User ?? throw new InvalidOperationException("The hub requires a login.");

    private static Client.OrderResult ToResult(Outcome<Client.OrderReply> outcome) => OrderWire.ToResult(outcome);

    private static Client.OrderListResult ToResult(Outcome<Client.OrderListReply> outcome) =>
        outcome.TryGet(out var reply, out var error)
            ? new Client.OrderListResult { Reply = reply }
            : new Client.OrderListResult { Error = error.ToErrorDetail() };

    private static Client.OrderBatchResult ToResult(Outcome<Client.OrderBatchReply> outcome) =>
        outcome.TryGet(out var reply, out var error)
            ? new Client.OrderBatchResult { Reply = reply }
            : new Client.OrderBatchResult { Error = error.ToErrorDetail() };

    private async Task<Instrument> Join(Client.LiveKind kind, string symbol)
    {
        var instrument = await Find(symbol);
        await Join(new LiveTopic(kind, instrument.Id.Value), instrument);
        return instrument;
    }

    private async Task Join(LiveTopic topic, Instrument? instrument)
    {
        if (await feeds.Join(Context.ConnectionId, topic, instrument) is { } error) throw HubErrors.From(error);
    }

    private async Task Leave(Client.LiveKind kind, string symbol)
    {
        var instrument = await Find(symbol);
        await feeds.Leave(Context.ConnectionId, new LiveTopic(kind, instrument.Id.Value));
    }

    private async Task<Instrument> Find(string symbol)
    {
        var found = await catalog.Find(symbol, Context.ConnectionAborted);
        return found.TryGet(out var instrument, out var error) ? instrument : throw HubErrors.From(error);
    }
}
