namespace Rtx.Model;

/// <summary>An instrument: 1 to <see cref="Max"/>. Zero is no instrument.</summary>
/// <param name="Value">The number; also the key of its grains.</param>
[GenerateSerializer, Immutable, Alias("rtx.InstrumentId")]
public readonly record struct InstrumentId(int Value)
{
    /// <summary>The highest id: order ids then stay below 2^53 and survive a JavaScript number.</summary>
    public const int Max = (1 << 13) - 1;

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>A client's trading account, from 1. Zero is no account; negative numbers are the system accounts of <see cref="LedgerAccounts"/>.</summary>
/// <param name="Value">The number; also the key of its grain.</param>
[GenerateSerializer, Immutable, Alias("rtx.AccountId")]
public readonly record struct AccountId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>
/// A person or program that logs in. Zero is nobody.
/// </summary>
/// <param name="Value">The number.</param>
[GenerateSerializer, Immutable, Alias("rtx.UserId")]
public readonly record struct UserId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>
/// An order: the instrument in the high bits, the book's sequence of its first event in the low <see cref="SequenceBits"/> bits.
/// Unique without coordination, sortable within a book, and the id alone tells which book owns it. Zero is no order.
/// </summary>
/// <param name="Value">The packed number.</param>
[GenerateSerializer, Immutable, Alias("rtx.OrderId")]
public readonly record struct OrderId(long Value)
{
    /// <summary>Bits of the book's sequence: a book lives for 10^12 events.</summary>
    public const int SequenceBits = 40;

    /// <summary>Packs an instrument and a sequence of its book.</summary>
    public static OrderId Create(InstrumentId instrument, long sequence) => new(BookScopedId.Pack(instrument, sequence));

    /// <summary>What an event names that is about the book of an instrument and about no order.</summary>
    public static OrderId OfBook(InstrumentId instrument) => new((long)instrument.Value << SequenceBits);

    /// <summary>Whether it names a book and no order.</summary>
    public bool IsOfBook => (Value & ((1L << SequenceBits) - 1)) == 0;

    /// <summary>The instrument whose book owns the order.</summary>
    public InstrumentId Instrument => new((int)(Value >> SequenceBits));

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>A trade, packed like <see cref="OrderId"/> from the sequence of its first event. Zero is no trade.</summary>
/// <param name="Value">The packed number.</param>
[GenerateSerializer, Immutable, Alias("rtx.TradeId")]
public readonly record struct TradeId(long Value)
{
    /// <summary>Packs an instrument and a sequence of its book.</summary>
    public static TradeId Create(InstrumentId instrument, long sequence) => new(BookScopedId.Pack(instrument, sequence));

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>
/// The client's own name for an order (FIX tag 11): 1 to <see cref="MaxLength"/> printable ASCII characters without space, unique per account for ever. New ones are made of
/// fewer characters (<see cref="IsNewValid"/>); those of before stay readable.
/// </summary>
[GenerateSerializer, Immutable, Alias("rtx.ClientOrderId")]
public readonly record struct ClientOrderId
{
    /// <summary>The longest id allowed.</summary>
    public const int MaxLength = 64;

    /// <summary>What a new id may have besides letters and digits.</summary>
    public const string PathCharacters = "-._~!$()*+,=:@";

    [Id(0)] private readonly string? _value;

    /// <summary>Takes the text as it is.</summary>
    /// <exception cref="FormatException">The text is empty, too long, or has other characters than printable ASCII.</exception>
    public ClientOrderId(string value) => _value = IsValid(value) ? value : throw new FormatException("A client order id is 1 to 64 printable ASCII characters.");

    /// <summary>The text; the default value has none and throws.</summary>
    public string Value => _value ?? throw new InvalidOperationException("The default client order id has no value.");

    /// <summary>Whether the text is well formed.</summary>
    public static bool IsValid(string? value) => value is { Length: >= 1 and <= MaxLength } && value.All(c => c is > ' ' and <= '~');

    /// <summary>
    /// Whether a new order may have the text: letters, digits and what stands for itself in a path (RFC 3986) and in a log, with a letter or digit among them, so that it is
    /// no dot segment.
    /// </summary>
    public static bool IsNewValid(string? value) =>
        IsValid(value) && value!.All(IsNewCharacter) && value!.Any(char.IsAsciiLetterOrDigit);

    /// <summary>Whether a new id may have the character.</summary>
    internal static bool IsNewCharacter(char c) => char.IsAsciiLetterOrDigit(c) || PathCharacters.Contains(c);

    /// <inheritdoc />
    public override string ToString() => _value ?? "(none)";
}

internal static class BookScopedId
{
    internal static long Pack(InstrumentId instrument, long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(instrument.Value is > 0 and <= InstrumentId.Max, true, nameof(instrument));
        ArgumentOutOfRangeException.ThrowIfNotEqual(sequence is > 0 and < 1L << OrderId.SequenceBits, true, nameof(sequence));
        return ((long)instrument.Value << OrderId.SequenceBits) | sequence;
    }
}
