using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Rtx.Client;

/// <summary>Sends requests with the current token and turns problem details into <see cref="RtxException"/>.</summary>
internal sealed class RestConnection(HttpClient http)
{
    private volatile string? _accessToken;

    public string? AccessToken
    {
        get => _accessToken;
        set => _accessToken = value;
    }

    public Uri BaseAddress => http.BaseAddress ?? throw new InvalidOperationException("The HTTP client has no base address.");

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Get, path, content: null, cancellationToken);

    /// <summary>Posts a request without a body.</summary>
    public Task<T> PostAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Post, path, content: null, cancellationToken);

    /// <summary>Reads an answer of at most the given age; null asks for a current one.</summary>
    public async Task<T> GetAsync<T>(string path, TimeSpan? maxAge, CancellationToken cancellationToken)
    {
        using var response = await RequestAsync(
            HttpMethod.Get, path, content: null, cancellationToken, maxAge is null
                ? null
                : new CacheControlHeaderValue { MaxAge = maxAge });
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>Reads something that may not exist; null when it does not.</summary>
    public async Task<T?> FindAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await RequestAsync(HttpMethod.Get, path, content: null, cancellationToken);
        return response.StatusCode == HttpStatusCode.NoContent ? null : await ReadAsync<T>(response, cancellationToken);
    }

    public Task<T> DeleteAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Delete, path, content: null, cancellationToken);

    public Task<T> SendAsync<TBody, T>(HttpMethod method, string path, TBody body, CancellationToken cancellationToken) =>
        SendAsync<T>(method, path, JsonContent.Create(body, options: RtxJson.Options), cancellationToken);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var response = await RequestAsync(method, path, content, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>Returns an answer whose body has not been read yet; throws when the request was refused.</summary>
    private async Task<HttpResponseMessage> RequestAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken,
        CacheControlHeaderValue? cacheControl = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.CacheControl = cacheControl;
        if (_accessToken is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode) return response;
        using (response) throw await ReadErrorAsync(response, cancellationToken);
    }

    /// <summary>Reads a list page by page, following its <c>Link</c> headers.</summary>
    public async IAsyncEnumerable<T> ReadPagesAsync<T>(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? next = path; next is not null;)
        {
            IReadOnlyList<T> page;
            using (var response = await RequestAsync(HttpMethod.Get, next, content: null, cancellationToken))
            {
                page = await ReadAsync<IReadOnlyList<T>>(response, cancellationToken);
                next = response.Headers.TryGetValues("Link", out var links)
                    ? links.Select(NextOf).FirstOrDefault(link => link is not null)
                    : null;
            }

            foreach (var row in page) yield return row;
        }
    }

    private static string? NextOf(string link) =>
        link.StartsWith('<') && link.EndsWith(">; rel=\"next\"", StringComparison.Ordinal)
            ? link[1..link.IndexOf('>', StringComparison.Ordinal)]
            : null;

    /// <summary>Uploads a stream as it is read.</summary>
    public async Task<T> UploadAsync<T>(string path, Stream body, string mediaType, CancellationToken cancellationToken)
    {
        using var content = new StreamContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return await SendAsync<T>(HttpMethod.Post, path, content, cancellationToken);
    }

    /// <summary>Copies an answer to a stream as it arrives.</summary>
    public async Task DownloadAsync(string path, Stream destination, CancellationToken cancellationToken)
    {
        using var response = await RequestAsync(HttpMethod.Get, path, content: null, cancellationToken);
        await response.Content.CopyToAsync(destination, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(RtxJson.Options, cancellationToken)
                ?? throw Unexpected(response, innerException: null);
        }
        catch (JsonException exception)
        {
            throw Unexpected(response, exception);
        }
    }

    private static async Task<RtxException> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ProblemBody? problem = null;
        if (response.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json")
        {
            try
            {
                problem = await response.Content.ReadFromJsonAsync<ProblemBody>(RtxJson.Options, cancellationToken);
            }
            catch (JsonException)
            {
            }
        }

        return new RtxException(new ErrorDetail
        {
            Code = problem?.Code ?? RtxErrorCodes.UnexpectedAnswer,
            Status = (int)response.StatusCode,
            Detail = problem?.Detail ?? problem?.Title ?? $"{(int)response.StatusCode} {response.ReasonPhrase}",
            RetryAfterSeconds = response.Headers.RetryAfter?.Delta?.TotalSeconds,
        });
    }

    private static RtxException Unexpected(HttpResponseMessage response, Exception? innerException) =>
        new(
            new ErrorDetail
            {
                Code = RtxErrorCodes.UnexpectedAnswer,
                Status = (int)response.StatusCode,
                Detail = $"{response.RequestMessage?.RequestUri} did not answer in the expected form.",
            },
            innerException);
}
