using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Requests;

namespace Rtx.ClientApi.Endpoints;

/// <summary>
/// Opaque position of the next page of a list: the numbers that identify the list, then those of the last row of the page, and optionally a
/// name. It is sent in a <c>Link</c> header (RFC 8288) and returned in the query's <c>cursor</c>.
/// </summary>
internal static class Cursor
{
    /// <summary>Latest microsecond that a cursor may hold, in the year 9999.</summary>
    public const long MaxTime = 253_402_000_000_000_000;

    /// <summary>Prefix of cursors of executions, so that a cursor of another list is not accepted.</summary>
    public const long Executions = -1;

    /// <summary>Prefix of cursors of orders.</summary>
    public const long Orders = -2;

    private const string Parameter = "cursor";

    public static string Of(params ReadOnlySpan<long> numbers) => Of(name: null, numbers);

    public static string Of(string? name, params ReadOnlySpan<long> numbers)
    {
        var text = new StringBuilder();
        foreach (var number in numbers) text.Append(CultureInfo.InvariantCulture, $"{number} ");
        if (name is null) text.Length--;
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text.Append(name).ToString()));
    }

    /// <summary>The numbers after the list's own; null when the text is not a cursor of this list.</summary>
    public static long[]? Read(string text, int count, params ReadOnlySpan<long> list) =>
        Split(text) is { } parts && parts.Length == list.Length + count ? Read(parts, list) : null;

    /// <summary>As above, for lists whose cursors end with a name.</summary>
    public static (long[] Numbers, string Name)? ReadNamed(string text, int count, params ReadOnlySpan<long> list) =>
        Split(text, list.Length + count + 1) is { } parts
            && parts.Length == list.Length + count + 1 && WireText.IsLegal(parts[^1]) && Read(parts.AsSpan()[..^1], list) is { } numbers
            ? (numbers, parts[^1])
            : null;

    private static string[]? Split(string text, int most = int.MaxValue) =>
        Base64Url.IsValid(text) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ', most) : null;

    private static long[]? Read(ReadOnlySpan<string> parts, ReadOnlySpan<long> list)
    {
        var numbers = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i])) return null;
            if (i < list.Length && numbers[i] != list[i]) return null;
        }

        return numbers[list.Length..];
    }

    /// <summary>The error for a cursor of another list, or an invalid one.</summary>
    public static ApiError Wrong() => ApiError.Invalid("cursor must be one that an answer to this request gave.");

    /// <summary>Links to the next page: the same request with a cursor.</summary>
    public static void LinkNext(HttpContext http, string cursor) =>
        LinkNext(http, Parameter, cursor);

    /// <summary>Links to the next page: the same request with another value of a parameter.</summary>
    public static void LinkNext(HttpContext http, string changed, string value)
    {
        var query = http.Request.Query.Where(parameter => parameter.Key != changed)
            .Append(KeyValuePair.Create(changed, new Microsoft.Extensions.Primitives.StringValues(value)));
        http.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(http.Request.PathBase + http.Request.Path, query)}>; rel=\"next\"";
    }
}
