using Rtx.Client;

namespace Rtx.Api.Tests.RateLimits;

internal static class Refusal
{
    /// <summary>The code that a request is refused with; empty when it is not.</summary>
    internal static async Task<string> CodeOf(Func<Task> request)
    {
        try
        {
            await request();
            return "";
        }
        catch (RtxException exception)
        {
            return exception.Code;
        }
    }
}
