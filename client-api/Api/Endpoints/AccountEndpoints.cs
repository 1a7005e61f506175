using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Caching;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Access;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Endpoints;

internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/accounts").WithTags("Accounts").WithLimit(LimitClass.Reading);
        accounts.MapGet("/", List).WithName("ListAccounts").WithSummary("Own accounts; all for an administrator").WithErrors(401);
        accounts.MapGet("/{accountId:long}", GetSummary)
            .WithName("GetAccount")
            .WithSummary("Balances, positions and open orders at one moment")
            .WithDescription("As they are now; `Cache-Control: max-age` allows an answer of up to a minute's age.")
            .WithErrors(401, 404);
        accounts.MapGet("/{accountId:long}/positions", GetPositions)
            .WithName("GetPositions")
            .WithSummary("Open margined positions")
            .WithDescription("As they are now; `Cache-Control: max-age` allows an answer of up to 30 seconds' age.")
            .WithErrors(401, 404);
        accounts.MapGet("/{accountId:long}/ledger", GetLedger)
            .WithName("GetLedger").WithSummary("Ledger transactions, newest first").WithErrors(400, 401, 404);
        accounts.MapGet("/{accountId:long}/margin-events", GetMarginEvents)
            .WithName("GetMarginEvents").WithSummary("Calls for margin and stop-outs, newest first").WithErrors(400, 401, 404);
    }

    private static async Task<Ok<IReadOnlyList<Client.Account>>> List(ClaimsPrincipal user, AccountAccess access, CancellationToken cancellationToken)
    {
        var accounts = await access.List(user.ToCaller(), cancellationToken);
        return TypedResults.Ok<IReadOnlyList<Client.Account>>([.. accounts.Select(AccountWire.ToWire)]);
    }

    private static async Task<Results<Ok<Client.AccountSummary>, ErrorResult>> GetSummary(
        long accountId, ClaimsPrincipal user, IGrainFactory grains, AccountAccess access, InstrumentCatalog catalog, ReadCache cache, HttpContext http,
        CancellationToken cancellationToken)
    {
        if (await access.Check(user.ToCaller(), accountId, cancellationToken) is { } refusal) return refusal.ToHttp();
        var summary = await cache.Get(http, CacheKind.Accounts, accountId, () => ReadSummary(accountId, grains, catalog, cancellationToken));
        return summary is null ? AccountAccess.Unknown(accountId).ToHttp() : TypedResults.Ok(summary);
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.Position>>, ErrorResult>> GetPositions(
        long accountId, ClaimsPrincipal user, IGrainFactory grains, AccountAccess access, InstrumentCatalog catalog, ReadCache cache, HttpContext http,
        CancellationToken cancellationToken)
    {
        if (await access.Check(user.ToCaller(), accountId, cancellationToken) is { } refusal) return refusal.ToHttp();
        var positions = await cache.Get(http, CacheKind.Positions, accountId, async () => (await ReadSummary(accountId, grains, catalog, cancellationToken))?.Positions);
        return positions is null ? AccountAccess.Unknown(accountId).ToHttp() : TypedResults.Ok(positions);
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.LedgerTransaction>>, ErrorResult>> GetLedger(
        long accountId, ClaimsPrincipal user, IGrainFactory grains, AccountAccess access, CancellationToken cancellationToken,
        long? beforeSequence = null, int limit = Page.DefaultLimit)
    {
        if (await access.Check(user.ToCaller(), accountId, cancellationToken) is { } refusal) return refusal.ToHttp();
        if (Page.Check(limit) is { } error) return error.ToHttp();
        var ledger = await grains.GetGrain<IHistoryGrain>(0).GetLedger(new AccountId(accountId), beforeSequence, limit, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<Client.LedgerTransaction>>([.. ledger.Select(AccountWire.ToWire)]);
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.MarginEvent>>, ErrorResult>> GetMarginEvents(
        long accountId, ClaimsPrincipal user, IGrainFactory grains, AccountAccess access, InstrumentCatalog catalog, CancellationToken cancellationToken,
        long? beforeSequence = null, int limit = Page.DefaultLimit)
    {
        if (await access.Check(user.ToCaller(), accountId, cancellationToken) is { } refusal) return refusal.ToHttp();
        if (Page.Check(limit) is { } error) return error.ToHttp();
        var events = new List<Client.MarginEvent>();
        foreach (var happened in await grains.GetGrain<IHistoryGrain>(0).GetMarginEvents(new AccountId(accountId), beforeSequence, limit, cancellationToken))
        {
            var positions = new List<Client.MarginPosition>(happened.Positions.Count);
            foreach (var position in happened.Positions) positions.Add(AccountWire.ToWire(await catalog.Get(position.InstrumentId, cancellationToken), position));
            events.Add(AccountWire.ToWire(happened, positions));
        }

        return TypedResults.Ok<IReadOnlyList<Client.MarginEvent>>(events);
    }

    private static async Task<Client.AccountSummary?> ReadSummary(long accountId, IGrainFactory grains, InstrumentCatalog catalog, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<IAccountGrain>(accountId).GetSummary(cancellationToken) is not { } summary) return null;
        var positions = new List<Client.Position>(summary.Positions.Count);
        foreach (var position in summary.Positions) positions.Add(AccountWire.ToWire(await catalog.Get(position.InstrumentId, cancellationToken), position));
        var orders = new List<Client.Order>(summary.OpenOrders.Count);
        foreach (var order in summary.OpenOrders) orders.Add(OrderWire.ToWire(await catalog.Get(order.InstrumentId, cancellationToken), order));
        return new Client.AccountSummary
        {
            Account = AccountWire.ToWire(summary.Account),
            Balances = [.. summary.Balances.Select(AccountWire.ToWire)],
            Positions = positions,
            OpenOrders = orders,
        };
    }
}
