using System.Globalization;

namespace Rtx.Model;

/// <summary>
/// The client's own text for orders, to find and cancel them together by: 1 to <see cref="MaxLength"/> of the characters that a new
/// <see cref="ClientOrderId"/> is made of. It need not be unique. The default value is no tag.
/// </summary>
[GenerateSerializer, Immutable, Alias("rtx.OrderTag")]
public readonly record struct OrderTag
{
    /// <summary>The longest tag allowed.</summary>
    public const int MaxLength = 32;

    [Id(0)] private readonly string? _text;

    /// <summary>Takes the text as it is.</summary>
    /// <exception cref="FormatException">The text is none that <see cref="IsValid"/> allows.</exception>
    public OrderTag(string text) => _text = IsValid(text) ? text : throw new FormatException($"A tag is {Form}.");

    /// <summary>What a tag is made of, for people.</summary>
    public static string Form { get; } = $"1 to {MaxLength} letters, digits and {ClientOrderId.PathCharacters}";

    /// <summary>The text; null for no tag.</summary>
    public string? Text => _text;

    /// <summary>Whether there is no tag.</summary>
    public bool IsNone => _text is null;

    /// <summary>
    /// The number that the tag is, the only kind that older versions have; null when it is none of theirs: of another form, zero, or the
    /// lowest number.
    /// </summary>
    public int? Number =>
        int.TryParse(_text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number is not (0 or int.MinValue) && Of(number) == this ? number : null;

    /// <summary>The tag that a number is.</summary>
    public static OrderTag Of(int number) => new(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether the text is well formed.</summary>
    public static bool IsValid(string? text) => text is { Length: >= 1 and <= MaxLength } && text.All(ClientOrderId.IsNewCharacter);

    /// <inheritdoc />
    public override string ToString() => _text ?? "(none)";
}
