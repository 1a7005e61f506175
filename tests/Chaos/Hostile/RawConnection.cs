using System.Net.Http.Headers;
using System.Text;

namespace Rtx.Chaos.Hostile;

/// <summary>Sends raw requests, with paths that no client writes.</summary>
internal sealed class RawConnection(HttpClient http, string accessToken)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The server's address and the token.</summary>
    public (Uri Address, string AccessToken) Server => (http.BaseAddress!, accessToken);

    /// <summary>Sends a request.</summary>
    /// <param name="method">GET, POST and so on.</param>
    /// <param name="path">Path and query, sent unchanged.</param>
    /// <param name="body">JSON, or invalid JSON; null for no body.</param>
    /// <param name="mediaType">The type of the body.</param>
    /// <param name="isKnown">Whether the request carries the token.</param>
    /// <returns>Status and body of the answer.</returns>
    public async Task<(int Status, string Body)> SendAsync(
        string method, string path, byte[]? body = null, string mediaType = "application/json", bool isKnown = true)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var request = Request(method, path, isKnown);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        using var response = await http.SendAsync(request, patience.Token);
        return ((int)response.StatusCode, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(patience.Token)));
    }

    /// <summary>Opens an answer that the caller then reads as slowly as it likes.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken)
    {
        using var request = Request("GET", path, isKnown: true);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private HttpRequestMessage Request(string method, string path, bool isKnown)
    {
        var request = new HttpRequestMessage(
            new HttpMethod(method),
            new Uri(
                $"{http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}",
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (isKnown) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return request;
    }
}
