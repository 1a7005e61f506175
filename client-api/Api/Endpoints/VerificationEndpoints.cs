using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Endpoints;

internal static class VerificationEndpoints
{
    private const int MaxUnsettled = 1_000;

    public static void MapVerification(this IEndpointRouteBuilder routes)
    {
        var verification = routes.MapGroup("/administration/verification")
            .WithTags("Administration")
            .WithLimit(LimitClass.Administration)
            .RequirePermission(Permissions.Administer);
        verification.MapGet("/books/{symbol}", VerifyBook)
            .WithName("VerifyBook")
            .WithSummary("Compare a running book with the database")
            .WithDescription(
                "Its live state, `orders` and `order_events`, each at the same sequence. Replays all events of the book, so it may "
                    + "take minutes.")
            .WithErrors(401, 403, 404, 504);
        verification.MapGet("/accounts/{accountId:long}", VerifyAccount)
            .WithName("VerifyAccount")
            .WithSummary("Compare a running account with the database")
            .WithDescription("Its live state, its tables, and what its deposits and the events of its orders add up to. May take minutes.")
            .WithErrors(401, 403, 404, 504);
        verification.MapGet("/settlement", GetSettlementLag)
            .WithName("GetSettlementLag")
                .WithSummary("What books have committed and accounts have not settled yet")
                .WithErrors(400, 401, 403);
    }

    private static async Task<Results<Ok<Client.Verification>, ErrorResult>> VerifyBook(
        string symbol, InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var error)) return error.ToHttp();
        var result = await grains.GetGrain<IVerificationGrain>(0).VerifyBook(instrument.Id, cancellationToken);
        return TypedResults.Ok(VerificationWire.ToWire($"book {instrument.Symbol}", result));
    }

    private static async Task<Results<Ok<Client.Verification>, ErrorResult>> VerifyAccount(
        long accountId, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (accountId < 1
            || await grains.GetGrain<IVerificationGrain>(0).VerifyAccount(new AccountId(accountId), cancellationToken) is not { } result)
            return AccountAccess.Unknown(accountId).ToHttp();
        return TypedResults.Ok(VerificationWire.ToWire($"account {accountId}", result));
    }

    private static async Task<Results<Ok<Client.SettlementLag>, ErrorResult>> GetSettlementLag(
        InstrumentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken, int limit = 20)
    {
        if (limit is < 1 or > MaxUnsettled) return ApiError.Invalid($"limit must be 1 to {MaxUnsettled}.").ToHttp();
        var lag = await grains.GetGrain<IVerificationGrain>(0).GetSettlementLag(limit, cancellationToken);
        var oldest = new List<Client.UnsettledBook>(lag.Oldest.Count);
        foreach (var unsettled in lag.Oldest)
            oldest.Add(VerificationWire.ToWire(await catalog.Get(unsettled.InstrumentId, cancellationToken), unsettled));
        return TypedResults.Ok(
            new Client.SettlementLag
            {
                UnsettledBooks = lag.UnsettledBooks, LagSeconds = Math.Round(lag.Lag.TotalSeconds, 3), Oldest = oldest
            });
    }
}
