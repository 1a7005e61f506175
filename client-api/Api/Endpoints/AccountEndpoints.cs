using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Caching;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Accounts;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Requests;

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

    private static async Task<Ok<IReadOnlyList<Client.Account>>> List(
        ClaimsPrincipal user, AccountDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.List(user.ToCaller(), cancellationToken));

    private static async Task<Results<Ok<Client.AccountSummary>, ErrorResult>> GetSummary(
        long accountId, ClaimsPrincipal user, AccountDesk desk, HttpContext http, CancellationToken cancellationToken) =>
        (await desk.GetSummary(user.ToCaller(), accountId, http.MaxAge(), cancellationToken)).ToHttp(http);

    private static async Task<Results<Ok<IReadOnlyList<Client.Position>>, ErrorResult>> GetPositions(
        long accountId, ClaimsPrincipal user, AccountDesk desk, HttpContext http, CancellationToken cancellationToken) =>
        (await desk.GetPositions(user.ToCaller(), accountId, http.MaxAge(), cancellationToken)).ToHttp(http);

    private static async Task<Results<Ok<IReadOnlyList<Client.LedgerTransaction>>, ErrorResult>> GetLedger(
        long accountId, ClaimsPrincipal user, AccountDesk desk, CancellationToken cancellationToken,
        long? beforeSequence = null, int limit = Page.DefaultLimit) =>
        (await desk.GetLedger(user.ToCaller(), accountId, beforeSequence, limit, cancellationToken)).ToHttp();

    private static async Task<Results<Ok<IReadOnlyList<Client.MarginEvent>>, ErrorResult>> GetMarginEvents(
        long accountId, ClaimsPrincipal user, AccountDesk desk, CancellationToken cancellationToken,
        long? beforeSequence = null, int limit = Page.DefaultLimit) =>
        (await desk.GetMarginEvents(user.ToCaller(), accountId, beforeSequence, limit, cancellationToken)).ToHttp();
}
