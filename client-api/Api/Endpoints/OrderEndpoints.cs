using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Orders;
using Rtx.Gateway.Requests;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Endpoints;

internal static class OrderEndpoints
{
    /// <summary>Fits the largest batch with every member present.</summary>
    private const int MaxBatchBytes = 256 * 1024;

    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/accounts/{accountId:long}").WithTags("Orders").WithLimit(LimitClass.Cancels);
        var orders = account.MapGroup("/orders");
        orders.MapPost("/", Place)
            .WithLimit(LimitClass.OrderEntry)
            .WithName("PlaceOrder")
            .WithSummary("Place an order")
            .WithDescription(
                "Idempotent by `clientOrderId`: the same request again answers with the order's present state. `outcome_unknown` "
                    + "(504) asks to look the order up.")
            .WithErrors(400, 401, 404, 409, 422, 429, 503, 504);
        orders.MapPost("/batch", PlaceBatch)
            .WithLimit(LimitClass.OrderEntry)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBatchBytes))
            .WithName("PlaceOrderBatch")
            .WithSummary("Place orders that have nothing to do with each other")
            .WithDescription(
                "1 to 100 orders, each with a result of its own, in order: either `reply` or `error`. Not atomic. Each is idempotent "
                    + "by its `clientOrderId` and counts for the rate limit.")
            .WithErrors(400, 401, 404, 429, 503, 504);
        account.MapPost("/order-lists", PlaceList)
            .WithLimit(LimitClass.OrderEntry)
            .WithName("PlaceOrderList")
            .WithSummary("Place orders that hang together: all or none")
            .WithDescription("OCO, OTO or bracket. Idempotent by the first order's `clientOrderId`.")
            .WithErrors(400, 401, 404, 409, 422, 429, 503, 504);
        orders.MapPatch("/{orderId:long}", Amend)
            .WithLimit(LimitClass.OrderEntry)
            .WithName("AmendOrder").WithSummary("Change an open order").WithErrors(400, 401, 404, 409, 422, 429, 503, 504);
        orders.MapDelete("/{orderId:long}", Cancel)
            .WithName("CancelOrder").WithSummary("Cancel an open order").WithErrors(401, 404, 422, 429, 503, 504);
        orders.MapDelete("/by-client-order-id/{clientOrderId}", CancelByName)
            .WithName("CancelOrderByClientOrderId")
                .WithSummary("Cancel the open order that the account gave this name to")
                .WithErrors(401, 404, 422, 429, 503, 504);
        orders.MapDelete("/", MassCancel)
            .WithName("MassCancel")
            .WithSummary("Cancel all open orders, or those of a symbol, side or tag")
            .WithDescription(
                "Say which: `all=true` alone, or at least one of `symbol`, `side` and `tag`. Without any of them nothing is cancelled.")
            .WithErrors(400, 401, 404, 429, 503, 504);
        account.MapPut("/cancel-all-after", CancelAllAfter)
            .WithLimit(LimitClass.Controls)
            .WithName("CancelAllAfter")
            .WithSummary("Start or stop the account's dead-man timer")
            .WithDescription(
                "All open orders are cancelled after the timeout unless this is sent again, whatever becomes of the client and its "
                    + "connection. 0 stops the timer.")
            .WithErrors(400, 401, 404, 429, 503);
        account.MapPut("/kill-switch", SetKillSwitch)
            .WithLimit(LimitClass.KillSwitch)
            .WithName("SetKillSwitch")
            .WithSummary("Turn the account's kill switch on or off")
            .WithDescription(
                "On: open orders are cancelled and new ones refused until it is off again. To turn it on is never refused for what "
                    + "else you send.")
            .WithErrors(400, 401, 404, 429, 503, 504);
        orders.MapGet("/by-client-order-id/{clientOrderId}", Get)
            .WithLimit(LimitClass.Reading)
            .WithName("GetOrder")
            .WithSummary("The order that the account gave this name to")
            .WithDescription(
                "404 means that there is none and none will come of what was sent before; 504 that one may still be on its way.")
            .WithErrors(401, 404, 503, 504);
        orders.MapGet("/", List)
            .WithLimit(LimitClass.Reading)
            .WithName("ListOrders").WithSummary("Orders of the account, newest first")
            .WithDescription("All of them, or those of a `symbol` or `tag`. A full page has a `Link` to the next one.")
            .WithErrors(400, 401, 404);
    }

    private static async Task<Results<Ok<Client.OrderReply>, ErrorResult>> Place(
        long accountId, Client.PlaceOrderRequest request, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken) =>
        (await desk.Place(user.ToCaller(), accountId, request, connection: null, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<Client.OrderListReply>, ErrorResult>> PlaceList(
        long accountId, Client.PlaceOrderListRequest request, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken) =>
        (await desk.PlaceList(user.ToCaller(), accountId, request, connection: null, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<Client.OrderBatchReply>, ErrorResult>> PlaceBatch(
        long accountId, Client.PlaceOrderBatchRequest request, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken) =>
        (await desk.PlaceBatch(user.ToCaller(), accountId, request, connection: null, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<Client.OrderReply>, ErrorResult>> Amend(
        long accountId, long orderId, Client.AmendOrderRequest request, ClaimsPrincipal user, OrderDesk desk,
        CancellationToken cancellationToken) =>
        (await desk.Amend(user.ToCaller(), accountId, orderId, request, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<Client.OrderReply>, ErrorResult>> Cancel(
        long accountId, long orderId, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken) =>
        (await desk.Cancel(user.ToCaller(), accountId, orderId, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<Client.OrderReply>, ErrorResult>> CancelByName(
        long accountId, string clientOrderId, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken) =>
        (await desk.CancelByName(user.ToCaller(), accountId, clientOrderId, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<Client.OrderListReply>, ErrorResult>> MassCancel(
        long accountId, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken,
        bool all = false, string? symbol = null, string? side = null, string? tag = null)
    {
        Client.Side? wanted = null;
        if (side is not null)
        {
            if (!EnumText.TryParse(side, out Client.Side parsed)) return ApiError.Invalid("side is buy or sell.").ToHttp();
            wanted = parsed;
        }

        return (
            await desk.MassCancel(
                user.ToCaller(), accountId, new Client.MassCancelRequest { All = all, Symbol = symbol, Side = wanted, Tag = tag },
                cancellationToken)).ToHttp();
    }

    private static async Task<Results<Ok<Client.CancelAllAfterReply>, ErrorResult>> CancelAllAfter(
        long accountId, Client.CancelAllAfterRequest request, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken) =>
        (await desk.CancelAllAfter(user.ToCaller(), accountId, request, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<Client.OrderListReply>, ErrorResult>> SetKillSwitch(
        long accountId, Client.KillSwitchRequest request, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken) =>
        (await desk.SetKillSwitch(user.ToCaller(), accountId, request, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<Client.OrderReply>, ErrorResult>> Get(
        long accountId, string clientOrderId, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken) =>
        (await desk.Get(user.ToCaller(), accountId, clientOrderId, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<IReadOnlyList<Client.Order>>, ErrorResult>> List(
        long accountId, ClaimsPrincipal user, IGrainFactory grains, AccountAccess access, InstrumentCatalog catalog, HttpContext http,
        CancellationToken cancellationToken,
        string? symbol = null, bool openOnly = false, string? tag = null, DateTimeOffset? before = null,
        string? cursor = null, int limit = Page.DefaultLimit)
    {
        if (await access.Check(user.ToCaller(), accountId, cancellationToken) is { } refusal) return refusal.ToHttp();
        if ((Page.Check(limit) ?? OrderTranslation.TagError(tag)) is { } error) return error.ToHttp();
        InstrumentId? instrumentId = null;
        if (symbol is not null)
        {
            var found = await catalog.Find(symbol, cancellationToken);
            if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
            instrumentId = instrument.Id;
        }

        var query = new OrderQuery(new AccountId(accountId), instrumentId, openOnly, TimeWire.ToModel(before), limit)
        {
            Tag = tag is null ? default : new OrderTag(tag),
        };
        long[] list = [Cursor.Orders, accountId, instrumentId?.Value ?? 0, openOnly ? 1 : 0];
        if (tag is not null) list = [.. list, unchecked((long)new StateHash().Add(tag).Value)];
        OrderPosition? below = null;
        if (cursor is not null)
        {
            if (Cursor.ReadNamed(cursor, 2, list) is not ([var createdAt and >= 0 and <= Cursor.MaxTime, var orderId and >= 0], var name))
                return Cursor.Wrong().ToHttp();
            below = new OrderPosition(new Timestamp(createdAt), new OrderId(orderId), name);
        }

        var orders = await grains.GetGrain<IHistoryGrain>(0).ListOrders(query, below, cancellationToken);
        if (orders.Count == limit)
        {
            var last = orders[^1];
            Cursor.LinkNext(
                http,
                Cursor.Of(
                    last.OrderId.Value == 0 ? last.ClientOrderId.Value : "",
                    [.. list, last.CreatedAt.UnixMicroseconds, last.OrderId.Value]));
        }

        var wire = new List<Client.Order>(orders.Count);
        foreach (var order in orders) wire.Add(OrderWire.ToWire(await catalog.Get(order.InstrumentId, cancellationToken), order));
        return TypedResults.Ok<IReadOnlyList<Client.Order>>(wire);
    }
}
