using System.Globalization;
using System.Text;

namespace Rtx.Client;

/// <summary>Builds the query string of an address; null values are left out.</summary>
internal sealed class QueryText(string path)
{
    /// <summary>The largest page size.</summary>
    public const int LargestPage = 1_000;

    private readonly StringBuilder _text = new(path);
    private bool _hasQuery;

    public QueryText Add(string name, string? value)
    {
        if (value is null) return this;
        _text.Append(_hasQuery ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        _hasQuery = true;
        return this;
    }

    public QueryText Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public QueryText Add(string name, DateTimeOffset? value) => Add(name, value is { } time ? WireTimeConverter.ToText(time) : null);

    public override string ToString() => _text.ToString();
}
