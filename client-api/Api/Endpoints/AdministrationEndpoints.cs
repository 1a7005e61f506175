using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Requests;
using Rtx.Gateway.Wire;
using Rtx.Model;
using static Rtx.Client.RtxErrorCodes;

namespace Rtx.ClientApi.Endpoints;

internal static class AdministrationEndpoints
{
    // The limit of the constraint ck_accounts_name.
    private const int MaxAccountNameLength = 64;

    public static void MapAdministration(this IEndpointRouteBuilder routes)
    {
        var administration = routes.MapGroup("/administration")
            .WithTags("Administration")
            .WithLimit(LimitClass.Administration)
            .RequirePermission(Permissions.Administer);
        administration.MapPost("/users", CreateUser).WithName("CreateUser").WithSummary("Make a user").WithErrors(400, 401, 403, 409);
        administration.MapGet("/users/{userName}", GetUser).WithName("GetUser").WithSummary("The user of a name").WithErrors(401, 403, 404);
        administration.MapPost("/accounts", CreateAccount)
            .WithName("CreateAccount")
            .WithSummary("Make an account")
            .WithErrors(400, 401, 403, 404);
        administration.MapPost("/instruments", CreateInstrument)
            .WithName("CreateInstrument")
            .WithSummary("Make an instrument")
            .WithErrors(400, 401, 403, 409, 422);
        administration.MapPut("/instruments/{symbol}/trading-state", SetTradingState)
            .WithName("SetTradingState")
            .WithSummary("Halt or continue trading")
            .WithDescription("`continuous` ends a halt and leads to what the schedule says. Without a schedule any state can be set.")
            .WithErrors(400, 401, 403, 404, 504);
        administration.MapPut("/instruments/{symbol}/reference-price", SetReferencePrice)
            .WithName("SetReferencePrice").WithSummary("Set the middle of the static price band").WithErrors(400, 401, 403, 404, 422, 504);
        administration.MapPost("/accounts/{accountId:long}/funds", MoveFunds)
            .WithName("MoveFunds")
            .WithSummary("Book money in or out")
            .WithDescription("Idempotent by `reference`: the same reference moves money once.")
            .WithErrors(400, 401, 403, 404, 409, 422, 503, 504);
        administration.MapGet("/invariants", CheckInvariants)
            .WithName("CheckInvariants")
            .WithSummary("Count what breaks the databases' invariants")
            .WithDescription("Anything but 0 is a defect. May take minutes on a large database.")
            .WithErrors(401, 403);
    }

    private static async Task<Results<Ok<Client.User>, ErrorResult>> CreateUser(
        Client.CreateUserRequest request, IGrainFactory grains, Passwords passwords, CancellationToken cancellationToken)
    {
        if (!UserTerms.IsName(request.UserName))
            return ApiError.Invalid(
                $"userName must be {UserTerms.MinNameLength} to {UserTerms.MaxNameLength} "
                    + "letters, digits, dots, dashes, underscores or at signs.").ToHttp();
        if (!UserTerms.IsPassword(request.Password))
            return ApiError.Invalid($"password must be {UserTerms.MinPasswordLength} to {UserTerms.MaxPasswordLength} characters.")
                .ToHttp();
        var user = await grains.GetGrain<IUsersGrain>(0)
            .CreateUser(
                UserTerms.Normalize(request.UserName), passwords.Hash(request.Password), EnumWire.ToModel(request.Role), cancellationToken);
        return user is null ? ApiError.Conflict(AlreadyExists, "The user name is taken.").ToHttp() : TypedResults.Ok(UserWire.ToWire(user));
    }

    private static async Task<Results<Ok<Client.User>, ErrorResult>> GetUser(
        string userName, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var user = await UserTerms.FindAsync(grains.GetGrain<IUsersGrain>(0), userName, cancellationToken);
        return user is null ? ApiError.NotFound(UnknownUser, "There is no such user.").ToHttp() : TypedResults.Ok(UserWire.ToWire(user));
    }

    private static async Task<Results<Ok<Client.Account>, ErrorResult>> CreateAccount(
        Client.CreateAccountRequest request, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var name = request.Name.Trim();
        if (name.Length is < 1 or > MaxAccountNameLength || !WireText.IsReadable(name))
            return ApiError.Invalid($"name must be 1 to {MaxAccountNameLength} characters that people can see.").ToHttp();
        var account = await grains.GetGrain<IAccountsGrain>(0).CreateAccount(new UserId(request.OwnerId), name, cancellationToken);
        return account is null
            ? ApiError.NotFound(UnknownUser, "The owner does not exist.").ToHttp()
            : TypedResults.Ok(AccountWire.ToWire(account));
    }

    private static async Task<Results<Ok<Client.Instrument>, ErrorResult>> CreateInstrument(
        Client.CreateInstrumentRequest request, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!InstrumentTerms.ToInstrument(request).TryGet(out var wanted, out var error)) return error.ToHttp();
        try
        {
            var instrument = await grains.GetGrain<IInstrumentsGrain>(0).CreateInstrument(wanted, cancellationToken);
            return instrument is null
                ? ApiError.Conflict(AlreadyExists, "The symbol or the number is taken.").ToHttp()
                : TypedResults.Ok(InstrumentWire.ToWire(instrument));
        }
        catch (ValidationException broken)
        {
            return ApiError.Invalid(broken.Message).ToHttp();
        }
    }

    private static async Task<Results<Ok<Client.InstrumentStatus>, ErrorResult>> SetTradingState(
        string symbol, Client.SetTradingStateRequest request, InstrumentCatalog catalog, IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var error)) return error.ToHttp();
        try
        {
            await grains.GetGrain<IInstrumentGrain>(instrument.Id.Value)
                .SetTradingState(EnumWire.ToModel(request.State), cancellationToken);
        }
        catch (ValidationException broken)
        {
            return ApiError.Invalid(broken.Message).ToHttp();
        }

        return TypedResults.Ok(await InstrumentStatuses.ReadAsync(grains, instrument, cancellationToken));
    }

    private static async Task<Results<Ok<Client.InstrumentStatus>, ErrorResult>> SetReferencePrice(
        string symbol, Client.SetReferencePriceRequest request, InstrumentCatalog catalog, IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        var found = await catalog.Find(symbol, cancellationToken);
        if (!found.TryGet(out var instrument, out var error)) return error.ToHttp();
        if (!instrument.TryToPrice(request.Price, out var price)) return Increments.WrongPrice(instrument, "price", request.Price).ToHttp();
        if (price.Ticks <= 0 && !instrument.AllowsNegativePrices)
            return new ApiError(InvalidPrice, 422, $"{request.Price} is no legal price of {instrument.Symbol}.").ToHttp();
        await grains.GetGrain<IInstrumentGrain>(instrument.Id.Value).SetReferencePrice(price, cancellationToken);
        return TypedResults.Ok(await InstrumentStatuses.ReadAsync(grains, instrument, cancellationToken));
    }

    private static async Task<Results<Ok<Client.MoveFundsReply>, ErrorResult>> MoveFunds(
        long accountId, Client.MoveFundsRequest request, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (accountId < 1) return AccountAccess.Unknown(accountId).ToHttp();
        if (request.Amount == 0m || decimal.Round(request.Amount, Money.Scale) != request.Amount)
            return ApiError.Invalid($"amount must not be zero and has at most {Money.Scale} decimals.").ToHttp();
        if (!Currency.IsValid(request.Currency)) return ApiError.Invalid("currency must be 1 to 12 upper-case letters or digits.").ToHttp();
        if (!ClientOrderId.IsValid(request.Reference))
            return ApiError.Invalid($"reference must be 1 to {ClientOrderId.MaxLength} printable ASCII characters without space.").ToHttp();
        var money = new Money(request.Amount, new Currency(request.Currency));
        var reply = await grains.GetGrain<IAccountGrain>(accountId).MoveFunds(money, request.Reference, cancellationToken);
        // Accounts use one reject reason for references and client order ids; the API distinguishes them.
        if (reply.RejectReason == RejectReason.DuplicateClientOrderId)
            return ApiError.Conflict(DuplicateReference, "The reference was used before with another amount or currency.").ToHttp();
        if (reply.RejectReason == RejectReason.InvalidTerms)
            return ApiError.Invalid(
                "amount must be at most 1000000000000000 in either direction, and reference must not begin like that of a trade.").ToHttp();
        return RejectTable.ErrorOf(reply.Status, reply.RejectReason, retryAfter: null, reply.Detail) is { } refusal
            ? refusal.ToHttp()
            : TypedResults.Ok(new Client.MoveFundsReply { Currency = request.Currency, Balance = reply.Balance });
    }

    private static async Task<Ok<IReadOnlyList<Client.InvariantResult>>> CheckInvariants(
        IGrainFactory grains, CancellationToken cancellationToken)
    {
        var results = await grains.GetGrain<IHistoryGrain>(0).CheckInvariants(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<Client.InvariantResult>>(
            [.. results.Select(result => new Client.InvariantResult { Name = result.Name, Violations = result.Violations })]);
    }
}
