using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.Instruments;
using Rtx.ClientApi.Orders;
using Rtx.ClientApi.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Endpoints;

internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/accounts/{accountId:long}/orders").WithTags("Orders");
        orders.MapPost("/", Place)
            .WithName("PlaceOrder")
            .WithSummary("Place an order")
            .WithDescription("Idempotent by `clientOrderId`: the same request again answers with the order's present state. `outcome_unknown` (504) asks to look the order up.")
            .WithErrors(400, 401, 404, 409, 422, 429, 503, 504);
        orders.MapPatch("/{orderId:long}", Amend)
            .WithName("AmendOrder").WithSummary("Change quantity or price of an open order").WithErrors(400, 401, 404, 422, 429, 503, 504);
        orders.MapDelete("/{orderId:long}", Cancel)
            .WithName("CancelOrder").WithSummary("Cancel an open order").WithErrors(401, 404, 422, 429, 503, 504);
        orders.MapGet("/by-client-order-id/{clientOrderId}", Get)
            .WithName("GetOrder").WithSummary("The order that the account gave this name to").WithErrors(401, 404, 503);
        orders.MapGet("/", List)
            .WithName("ListOrders").WithSummary("Orders of the account, newest first").WithErrors(400, 401, 404);
    }

    private static async Task<Results<Ok<Client.OrderReply>, ErrorResult>> Place(
        long accountId, Client.PlaceOrderRequest request, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken) =>
        (await desk.Place(user, accountId, request, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<Client.OrderReply>, ErrorResult>> Amend(
        long accountId, long orderId, Client.AmendOrderRequest request, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken) =>
        (await desk.Amend(user, accountId, orderId, request, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<Client.OrderReply>, ErrorResult>> Cancel(
        long accountId, long orderId, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken) =>
        (await desk.Cancel(user, accountId, orderId, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<Client.Order>, ErrorResult>> Get(
        long accountId, string clientOrderId, ClaimsPrincipal user, OrderDesk desk, CancellationToken cancellationToken) =>
        (await desk.Get(user, accountId, clientOrderId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), cancellationToken)).ToHttp();

    private static async Task<Results<Ok<IReadOnlyList<Client.Order>>, ErrorResult>> List(
        long accountId, ClaimsPrincipal user, IGrainFactory grains, AccountAccess access, InstrumentCatalog catalog, CancellationToken cancellationToken,
        string? symbol = null, bool openOnly = false, DateTimeOffset? before = null, int limit = Page.DefaultLimit)
    {
        if (await access.Check(user, accountId, cancellationToken) is { } refusal) return refusal.ToHttp();
        if (Page.Check(limit) is { } error) return error.ToHttp();
        InstrumentId? instrumentId = null;
        if (symbol is not null)
        {
            var found = await catalog.Find(symbol, cancellationToken);
            if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
            instrumentId = instrument.Id;
        }

        var query = new OrderQuery(new AccountId(accountId), instrumentId, openOnly, TimeWire.ToModel(before), limit);
        var orders = await grains.GetGrain<IHistoryGrain>(0).GetOrders(query, cancellationToken);
        var wire = new List<Client.Order>(orders.Count);
        foreach (var order in orders) wire.Add(OrderWire.ToWire(await catalog.Get(order.InstrumentId, cancellationToken), order));
        return TypedResults.Ok<IReadOnlyList<Client.Order>>(wire);
    }
}
