using Rtx.Client;

namespace Rtx.Benchmarks.Invocation;

/// <summary>Instruments that a measurement makes for itself.</summary>
internal static class SpotInstruments
{
    /// <summary>A new one of 1 to 1,000 lots.</summary>
    /// <param name="client">An administrator.</param>
    /// <param name="prefix">What its symbol begins with.</param>
    /// <param name="priceIncrement">Its tick.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<Instrument> MakeAsync(RtxClient client, char prefix, decimal priceIncrement, CancellationToken cancellationToken) =>
        client.Administration.CreateInstrumentAsync(
            new CreateInstrumentRequest
            {
                Symbol = $"{prefix}{Guid.NewGuid().ToString("N")[..10].ToUpperInvariant()}",
                Kind = InstrumentKind.Spot,
                BaseCurrency = "BNCH",
                QuoteCurrency = "USD",
                PriceIncrement = priceIncrement,
                QuantityIncrement = 1m,
                MinQuantity = 1m,
                MaxQuantity = 1_000m,
            },
            cancellationToken);
}
