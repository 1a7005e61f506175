namespace Rtx.Model;

/// <summary>Where the mark price of an instrument comes from. The default takes what its own book says.</summary>
[GenerateSerializer, Immutable, Alias("rtx.MarkRules")]
public sealed record MarkRules
{
    /// <summary>Number of our own order book among the providers of ticks.</summary>
    public const short OwnBook = 0;

    /// <summary>Most providers.</summary>
    public const int MaxProviders = 8;

    /// <summary>What <see cref="MaxJumpBasisPoints"/> is when nothing is set.</summary>
    public const int DefaultMaxJumpBasisPoints = 500;

    /// <summary>What <see cref="MaxAge"/> is for other providers than the own book when nothing is set.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromMinutes(1);

    /// <summary>For how long the own book may move the mark by one jump at most.</summary>
    public static readonly TimeSpan BookJumpPeriod = TimeSpan.FromSeconds(10);

    /// <summary>The own book alone.</summary>
    public static MarkRules Default { get; } = new();

    /// <summary>Providers, the best first: the mark follows the first one that is not silent. 1 to <see cref="MaxProviders"/>, all different.</summary>
    [Id(0)] public IReadOnlyList<short> ProviderIds { get; init; } = [OwnBook];

    /// <summary>
    /// How long a provider's price counts, 0.1 s to a day. When all are older the mark is stale: positions are still valued at it, but no order may raise the margin.
    /// Null: <see cref="DefaultMaxAge"/> for others, for ever for the own book.
    /// </summary>
    [Id(1)] public TimeSpan? MaxAge { get; init; }

    /// <summary>
    /// How far the mark may move at once, in hundredths of a percent of the mark, 1 to 100,000, but at least a tick. What goes farther is held back until another provider
    /// of the list, or so many prices in a row as <see cref="Confirmations"/>, agree within this distance. The own book, in which everybody may say a price, confirms nobody
    /// and not itself: it moves the mark by one such distance in each <see cref="BookJumpPeriod"/>. Null: <see cref="DefaultMaxJumpBasisPoints"/>.
    /// </summary>
    [Id(2)] public int? MaxJumpBasisPoints { get; init; }

    /// <summary>Prices in a row of the same provider that confirm a jump, the first one included; 1 to 100.</summary>
    [Id(3)] public int Confirmations { get; init; } = 3;
}
