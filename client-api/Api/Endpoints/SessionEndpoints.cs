using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Limits;
using Rtx.Hosting.Logins;

namespace Rtx.ClientApi.Endpoints;

internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sessions", LogIn)
            .AllowAnonymous()
            .WithLimit(LimitClass.Login)
            .WithTags("Sessions")
            .WithName("LogIn")
            .WithSummary("Log in")
            .WithDescription(
                "Answers with a token to send as `Authorization: Bearer`. Limited per address; what fails is limited per address, "
                    + "and per user name and address. `busy` (429) when too many log in at once, from wherever.")
            .WithErrors(400, 401, 429);
        routes.MapPost("/hub-tickets", CreateHubTicket)
            .WithLimit(LimitClass.Live)
            .WithTags("Sessions")
            .WithName("CreateHubTicket")
            .WithSummary("Make a ticket for a hub connection")
            .WithDescription(
                "For clients that cannot send headers with a web socket, as in browsers: "
                    + "connect to `/hubs/trading?access_token=TICKET`, once and within 30 seconds. "
                    + "The token itself is refused in an address, because proxies write addresses into their logs. Limited per user.")
            .WithErrors(401, 429, 503);
    }

    private static async Task<Results<Ok<Client.Session>, ErrorResult>> LogIn(
        Client.LoginRequest request, HttpContext context, IGrainFactory grains, Passwords passwords, AccessTokens tokens,
        FailedLogins failures, LoginGate gate,
        CancellationToken cancellationToken)
    {
        if (request.UserName.Length > UserTerms.MaxNameLength || request.Password.Length > UserTerms.MaxPasswordLength)
            return WrongCredentials();
        var userName = UserTerms.Normalize(request.UserName);
        var address = context.Connection.RemoteIpAddress;
        if (await failures.BeginAsync(address, userName) is { } retryAfter)
            return ApiError.RateLimited("Too many logins failed.", retryAfter).ToHttp();
        var isWrong = false;
        try
        {
            using var place = await gate.EnterAsync(cancellationToken);
            if (!place.IsAcquired) return LoginGate.Busy.ToHttp();
            var user = await grains.GetGrain<IUsersGrain>(0).FindUser(userName, cancellationToken);
            isWrong = !passwords.Matches(user, request.Password);
            return isWrong ? WrongCredentials() : TypedResults.Ok(tokens.Issue(user!));
        }
        finally
        {
            // When the check could not be made, the login is not counted as wrong: an outage must not lock people out afterwards.
            if (!isWrong) await failures.TakeBackAsync(address, userName);
        }
    }

    private static async Task<Results<Ok<Client.HubTicket>, ErrorResult>> CreateHubTicket(
        ClaimsPrincipal user, HubTickets tickets, HubTicketRateLimiter limiter)
    {
        if (limiter.Take(user.UserId()) is { } limited) return limited.ToHttp();
        return await tickets.IssueAsync(user) is { } ticket
            ? TypedResults.Ok(ticket)
            : ApiError.Unavailable("Redis does not answer, so there is no live data either.").ToHttp();
    }

    private static ErrorResult WrongCredentials() =>
        new ApiError(Client.RtxErrorCodes.InvalidCredentials, StatusCodes.Status401Unauthorized, "User name or password is wrong.")
            .ToHttp();
}
