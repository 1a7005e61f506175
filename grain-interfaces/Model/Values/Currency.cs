namespace Rtx.Model;

/// <summary>A currency, share or coin that an account can hold: 1 to 12 upper-case letters or digits, e.g. <c>USD</c>, <c>BTC</c>, <c>AMZN</c>.</summary>
[GenerateSerializer, Immutable, Alias("rtx.Currency")]
public readonly record struct Currency : IComparable<Currency>
{
    /// <summary>The longest code allowed.</summary>
    public const int MaxLength = 12;

    [Id(0)] private readonly string? _code;

    /// <summary>Takes a code as it is.</summary>
    /// <exception cref="FormatException">The code is empty, too long or has other characters than A–Z and 0–9.</exception>
    public Currency(string code) => _code = IsValid(code) ? code : throw new FormatException($"'{code}' is no currency code.");

    /// <summary>The code; the default value has none and throws.</summary>
    public string Code => _code ?? throw new InvalidOperationException("The default currency has no code.");

    /// <summary>Whether the text is a well-formed code.</summary>
    public static bool IsValid(string? code) =>
        code is { Length: >= 1 and <= MaxLength } && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    /// <inheritdoc />
    public int CompareTo(Currency other) => string.CompareOrdinal(_code, other._code);

    /// <summary>Orders currencies by code.</summary>
    public static bool operator <(Currency left, Currency right) => left.CompareTo(right) < 0;

    /// <summary>Orders currencies by code.</summary>
    public static bool operator >(Currency left, Currency right) => left.CompareTo(right) > 0;

    /// <summary>Orders currencies by code.</summary>
    public static bool operator <=(Currency left, Currency right) => left.CompareTo(right) <= 0;

    /// <summary>Orders currencies by code.</summary>
    public static bool operator >=(Currency left, Currency right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public override string ToString() => _code ?? "(none)";
}
