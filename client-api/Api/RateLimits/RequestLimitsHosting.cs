using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Limits;
using Rtx.Hosting.Logins;

namespace Rtx.ClientApi.RateLimits;

internal static class RequestLimitsHosting
{
    /// <summary>Applies the request limits after authentication and before the body is read.</summary>
    public static void UseRequestLimits(this WebApplication app)
    {
        var (limits, refusals) = (app.Services.GetRequiredService<RequestLimits>(), app.Services.GetRequiredService<RefusalBudget>());
        app.Use(async (context, next) =>
        {
            if (await Check(context, limits, refusals) is { } error) await ProblemAnswers.WriteAsync(context, error);
            else await next(context);
        });
    }

    private static async ValueTask<ApiError?> Check(HttpContext context, RequestLimits limits, RefusalBudget refusals)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<LimitMetadata>() is not { } limit) return null;
        return limit.Class switch
        {
            LimitClass.Open or LimitClass.Login => limits.Take(limit.Class, FailedLogins.SiteOf(context.Connection.RemoteIpAddress)),
            LimitClass.OrderEntry => await refusals.Hold(context.User.UserId(), context.RequestAborted),
            LimitClass.Downloads => null,
            LimitClass.Reading or LimitClass.MarketData or LimitClass.Cancels or LimitClass.Ticks or LimitClass.Administration
                or LimitClass.Live
                or LimitClass.KillSwitch or LimitClass.Controls => limits.Take(limit.Class, context.User.UserId()),
        };
    }
}
