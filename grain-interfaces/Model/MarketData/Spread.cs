namespace Rtx.Model;

/// <summary>The spreads of the quotes of a minute or an hour that have both sides; spans without such quotes have none.</summary>
/// <param name="OpenTime">Start of the span, a whole minute or hour in UTC.</param>
/// <param name="QuoteCount">Quotes of two sides, at least 1.</param>
/// <param name="SumTicks">Sum of their spreads.</param>
/// <param name="MinTicks">The narrowest; negative when a provider's quotes are crossed.</param>
/// <param name="MaxTicks">The widest.</param>
[GenerateSerializer, Immutable, Alias("rtx.Spread")]
public readonly record struct Spread(Timestamp OpenTime, long QuoteCount, long SumTicks, long MinTicks, long MaxTicks);
