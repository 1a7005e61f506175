using Microsoft.AspNetCore.SignalR;
using Rtx.ClientApi.Errors;

namespace Rtx.ClientApi.Hubs;

/// <summary>Errors of hub methods that have no result to put them into: <c>code: detail</c>.</summary>
internal static class HubErrors
{
    public static HubException From(ApiError error) => new($"{error.Code}: {error.Detail}");
}

/// <summary>Gives what a hub method throws a stable code.</summary>
internal sealed class HubFailureFilter(ILogger<HubFailureFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception exception) when (exception is DataUnavailableException || FailureHandler.IsSilence(exception))
        {
            throw HubErrors.From(ApiError.Unavailable("The trading system did not answer."));
        }
        catch (Exception exception) when (exception is not HubException and not OperationCanceledException)
        {
            logger.HubMethodFailed(exception, invocationContext.HubMethodName);
            throw HubErrors.From(new ApiError(Client.RtxErrorCodes.InternalError, StatusCodes.Status500InternalServerError, "The server failed."));
        }
    }
}
