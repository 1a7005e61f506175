using Rtx.Gateway.Errors;
using Rtx.Gateway.Wire;
using Rtx.Model;
using static Rtx.Client.RtxErrorCodes;

namespace Rtx.Gateway.Instruments;

/// <summary>Validates the terms of a new instrument and translates them.</summary>
public static class InstrumentTerms
{
    private const int MaxSymbolLength = 24;

    /// <summary>Finer increments would not fit the accounting scale of eight decimals.</summary>
    private const decimal MinIncrement = 0.00000001m;

    public static Outcome<Instrument> ToInstrument(Client.CreateInstrumentRequest request)
    {
        if (Check(request) is { } problem) return ApiError.Invalid(problem);
        var instrument = new Instrument
        {
            Id = new InstrumentId(request.InstrumentId),
            Symbol = request.Symbol,
            Kind = EnumWire.ToModel(request.Kind),
            BaseCurrency = new Currency(request.BaseCurrency),
            QuoteCurrency = new Currency(request.QuoteCurrency),
            PriceIncrement = request.PriceIncrement,
            QuantityIncrement = request.QuantityIncrement,
            ContractSize = request.ContractSize,
            MinQuantity = Quantity.Zero,
            MaxQuantity = Quantity.Zero,
            InitialMarginRate = request.InitialMarginRate,
            MaintenanceMarginRate = request.MaintenanceMarginRate,
            MakerFeeRate = request.MakerFeeRate,
            TakerFeeRate = request.TakerFeeRate,
            AllowsNegativePrices = request.AllowsNegativePrices,
            MatchingRules = InstrumentWire.ToModel(request.MatchingRules),
        };
        if (!instrument.TryToQuantity(request.MinQuantity, out var min) || !instrument.TryToQuantity(request.MaxQuantity, out var max))
            return new ApiError(
                QuantityNotOnLot, 400,
                "minQuantity and maxQuantity must be whole multiples of quantityIncrement, and of no more lots than a book can count.");
        return instrument with { MinQuantity = min, MaxQuantity = max };
    }

    /// <summary>The first broken rule, or null. One row per rule.</summary>
    private static string? Check(Client.CreateInstrumentRequest request)
    {
        (bool IsRight, string Problem)[] rules =
        [
            (request.InstrumentId is >= 0 and <= InstrumentId.Max, $"instrumentId must be 0 to {InstrumentId.Max}."),
            (IsSymbol(request.Symbol), $"symbol must be 1 to {MaxSymbolLength} upper-case letters, digits, dots, dashes or slashes."),
            (Enum.IsDefined(request.Kind), "kind must be spot or margined."),
            (Currency.IsValid(request.BaseCurrency), "baseCurrency must be 1 to 12 upper-case letters or digits."),
            (Currency.IsValid(request.QuoteCurrency), "quoteCurrency must be 1 to 12 upper-case letters or digits."),
            (request.BaseCurrency != request.QuoteCurrency, "baseCurrency and quoteCurrency must differ."),
            (request.PriceIncrement >= MinIncrement, $"priceIncrement must be at least {MinIncrement}."),
            (request.QuantityIncrement >= MinIncrement, $"quantityIncrement must be at least {MinIncrement}."),
            (request.ContractSize > 0m, "contractSize must be above zero."),
            (request.Kind != Client.InstrumentKind.Spot || request.ContractSize == 1m, "contractSize must be 1 for spot."),
            (request.MinQuantity > 0m, "minQuantity must be above zero."),
            (request.MaxQuantity >= request.MinQuantity, "maxQuantity must not be below minQuantity."),
            (request.InitialMarginRate is > 0m and <= 1m, "initialMarginRate must be above 0 and at most 1."),
            (request.MaintenanceMarginRate > 0m && request.MaintenanceMarginRate <= request.InitialMarginRate,
                "maintenanceMarginRate must be above 0 and at most initialMarginRate."),
            (request.MakerFeeRate is >= 0m and < 1m, "makerFeeRate must be 0 or more and below 1."),
            (request.TakerFeeRate is >= 0m and < 1m, "takerFeeRate must be 0 or more and below 1."),
            (request.Kind != Client.InstrumentKind.Spot || !request.AllowsNegativePrices,
                "Spot prices can't be negative: delivery would pay the buyer."),
        ];
        foreach (var (isRight, problem) in rules)
        {
            if (!isRight) return problem;
        }

        return null;
    }

    /// <summary>Whether the text is a valid symbol.</summary>
    public static bool IsSymbol(string symbol) =>
        symbol.Length is >= 1 and <= MaxSymbolLength
            && symbol.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '/');
}
