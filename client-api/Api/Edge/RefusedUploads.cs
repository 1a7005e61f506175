using Microsoft.AspNetCore.Http.Features;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Limits;

namespace Rtx.ClientApi.Edge;

/// <summary>
/// When an upload of ticks is refused midway, its body is read on for a while and discarded: a client that reads the answer only after
/// sending everything would otherwise see a closed connection and no reason. The answer is sent immediately and says that the connection
/// will close.
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
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false })
                context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        await next(context);
        // Not done for clients without a login.
        if (context.Response.Headers.Connection == "close" && context.User.Identity is { IsAuthenticated: true })
            await ReadOnAsync(context);
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
            // The client sends too much, too slowly or endlessly, or has disconnected.
        }
    }
}
