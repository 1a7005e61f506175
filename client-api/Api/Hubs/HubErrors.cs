using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Rtx.ClientApi.Wire;
using Rtx.Gateway.Errors;

namespace Rtx.ClientApi.Hubs;

/// <summary>
/// Errors of hub methods that have no result for them: the exception's message is an <see cref="Client.ErrorDetail"/> in JSON.
/// </summary>
internal static class HubErrors
{
    public static HubException From(ApiError error) => new(ToText(error));

    public static string ToText(ApiError error) => JsonSerializer.Serialize(error.ToErrorDetail(), StrictJson.Options);
}
