using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Diagnostics;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Requests;

namespace Rtx.ClientApi.Hubs;

/// <summary>Checks the arguments of a hub method before it runs, and gives its exceptions a stable code.</summary>
internal sealed class HubFailureFilter(RequestLimits limits, ILogger<HubFailureFilter> logger) : IHubFilter
{
    // These methods count like their REST counterparts.
    private static readonly FrozenDictionary<string, LimitClass> Classes = new Dictionary<string, LimitClass>
    {
        [nameof(Client.ITradingHub.SubscribeDepth)] = LimitClass.MarketData,
        [nameof(Client.ITradingHub.SubscribeOrders)] = LimitClass.MarketData,
        [nameof(Client.ITradingHub.SubscribeTrades)] = LimitClass.MarketData,
        [nameof(Client.ITradingHub.SubscribeCandles)] = LimitClass.MarketData,
        [nameof(Client.ITradingHub.CancelAllAfter)] = LimitClass.Controls,
    }.ToFrozenDictionary();

    private readonly ConcurrentDictionary<MethodInfo, string[]> _names = new();

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (FindFault(invocationContext) is { } fault) throw HubErrors.From(fault);
        if (Classes.TryGetValue(invocationContext.HubMethodName, out var limitClass)
            && limits.Take(limitClass, invocationContext.Context.User!.UserId()) is { } tooMany)
            throw HubErrors.From(tooMany);
        try
        {
            return await next(invocationContext);
        }
        catch (Exception exception) when (exception is DataUnavailableException || Failures.IsUnanswered(exception))
        {
            throw HubErrors.From(ApiError.Unavailable("The trading system did not answer."));
        }
        catch (Exception exception) when (exception is not HubException and not OperationCanceledException)
        {
            logger.HubMethodFailed(exception, invocationContext.HubMethodName);
            throw HubErrors.From(
                new ApiError(Client.RtxErrorCodes.InternalError, StatusCodes.Status500InternalServerError, "The server failed."));
        }
    }

    // No argument of a hub method may be null; arguments added by the server come after the sender's.
    private ApiError? FindFault(HubInvocationContext invocation)
    {
        var names = _names.GetOrAdd(invocation.HubMethod, method => [.. method.GetParameters().Select(parameter => parameter.Name!)]);
        for (var i = 0; i < invocation.HubMethodArguments.Count; i++)
        {
            if (RequestFaults.Find(names[i], invocation.HubMethodArguments[i]) is { } fault) return fault;
        }

        return null;
    }
}
