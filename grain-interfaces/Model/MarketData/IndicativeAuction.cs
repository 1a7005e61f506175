namespace Rtx.Model;

/// <summary>What an auction would do now.</summary>
/// <param name="Price">Price.</param>
/// <param name="Quantity">Quantity that would trade.</param>
/// <param name="Surplus">Quantity that would be left at that price: of bids above zero, of asks below.</param>
[GenerateSerializer, Immutable, Alias("rtx.IndicativeAuction")]
public readonly record struct IndicativeAuction(Price Price, Quantity Quantity, long Surplus);
