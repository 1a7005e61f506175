using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Rtx.ClientApi.Endpoints;

/// <summary>
/// Where the next page of a list begins, as opaque text: numbers of the last row of a page, with those of the list that it belongs to in front. It goes out in a
/// <c>Link</c> header (RFC 8288) and comes back as the query's <c>cursor</c>.
/// </summary>
internal static class Cursor
{
    /// <summary>The last microsecond that a cursor may name, in the year 9999.</summary>
    public const long MaxTime = 253_402_000_000_000_000;

    private const string Parameter = "cursor";

    public static string Of(params ReadOnlySpan<long> numbers)
    {
        var text = new StringBuilder();
        foreach (var number in numbers) text.Append(CultureInfo.InvariantCulture, $"{number} ");
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text.ToString().TrimEnd()));
    }

    /// <summary>The numbers behind those of the list; null when the text is no cursor of this list.</summary>
    public static long[]? Read(string text, int count, params ReadOnlySpan<long> list)
    {
        if (!Base64Url.IsValid(text)) return null;
        var numbers = new List<long>();
        foreach (var part in Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split(' '))
        {
            if (!long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return null;
            numbers.Add(number);
        }

        return numbers.Count == list.Length + count && numbers.Slice(0, list.Length).SequenceEqual(list.ToArray()) ? [.. numbers.Skip(list.Length)] : null;
    }

    /// <summary>Tells where the next page is: the same request with a cursor.</summary>
    public static void LinkNext(HttpContext http, string cursor)
    {
        var query = http.Request.Query.Where(parameter => parameter.Key != Parameter)
            .Append(KeyValuePair.Create(Parameter, new Microsoft.Extensions.Primitives.StringValues(cursor)));
        http.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(http.Request.PathBase + http.Request.Path, query)}>; rel=\"next\"";
    }
}
