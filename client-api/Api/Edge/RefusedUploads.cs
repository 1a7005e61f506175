using Microsoft.AspNetCore.Http.Features;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Limits;

namespace Rtx.ClientApi.Edge;

/// <summary>
/// An upload of ticks that is refused while it comes is read on for a while, and nothing is done with it: whoever looks for an answer only when he has sent everything would otherwise
/// find a connection that was cut, and not why. The answer is sent at once, and says that the connection ends with it.
/// </summary>
internal static class RefusedUploads
{
    private const long MostBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void UseRefusedUploads(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<LimitMetadata>()?.Class != LimitClass.Ticks)
        {
            await next(context);
            return;
        }

        context.Response.OnStarting(() =>
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false }) context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        await next(context);
        // Strangers are owed nothing.
        if (context.Response.Headers.Connection == "close" && context.User.Identity is { IsAuthenticated: true }) await ReadOnAsync(context);
    });

    private static async Task ReadOnAsync(HttpContext context)
    {
        await context.Response.CompleteAsync();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null, patience.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // He sends too much, too slowly or without end, or has gone.
        }
    }
}
