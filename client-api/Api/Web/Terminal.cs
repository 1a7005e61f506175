using Rtx.ClientApi.Errors;

namespace Rtx.ClientApi.Web;

/// <summary>Serves the terminal's files when they were built; the API runs without them.</summary>
internal static class Terminal
{
    private const string Page = "index.html";

    public static void MapTerminal(this WebApplication app)
    {
        foreach (var root in (string[])["/api", "/hubs", "/health", "/openapi"])
            app.MapFallback(root + "/{**rest}", () => FailureHandler.Describe(StatusCodes.Status404NotFound).ToHttp()).AllowAnonymous();
        if (app.Environment.WebRootFileProvider.GetFileInfo(Page).Exists) app.MapFallbackToFile(Page).AllowAnonymous();
    }
}
