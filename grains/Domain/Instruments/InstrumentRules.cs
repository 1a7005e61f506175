using System.Numerics;
using Rtx.Model;

namespace Rtx.Domain.Instruments;

/// <summary>The rules that a contract must meet before it can be traded.</summary>
public static class InstrumentRules
{
    /// <summary>Largest order quantity that an instrument may allow, in lots.</summary>
    public const long MaxLots = 1_000_000_000_000;

    private const int MaxBandBasisPoints = 100_000;
    private const decimal MaxIncrement = 1_000_000_000m;
    private const decimal SmallestAmount = 0.00000001m;

    /// <summary>
    /// Whether prices of zero and below are legal: only where a margined instrument allows them. A spot trade at a negative price would pay
    /// the buyer with money that is not held, so spot never does.
    /// </summary>
    public static bool MayTradeBelowZero(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return instrument.AllowsNegativePrices && instrument.Kind == InstrumentKind.Margined;
    }

    /// <summary>
    /// The first rule that a new contract breaks, as a sentence for people; null when it meets all. In addition to
    /// <see cref="FindBroken"/>, a tick of one lot must be worth a whole number of the smallest units of money: otherwise the value of a
    /// small trade would be rounded down, in the end to zero.
    /// </summary>
    public static string? FindBrokenOfNew(Instrument instrument) => FindBroken(instrument) ?? (TicksPerPayablePrice(instrument) == 1
        ? null
        : $"A tick of one lot is worth price increment times quantity increment times contract size, here {instrument.TickLotValue}; it "
        + $"must be a multiple of {SmallestAmount}.");

    /// <summary>
    /// The distance in ticks between prices at which any number of lots is worth a whole number of the smallest units of money: 1, except
    /// in contracts older than the rule of <see cref="FindBrokenOfNew"/>. <see cref="long.MaxValue"/> when there is no such price.
    /// </summary>
    public static long TicksPerPayablePrice(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var (digits, scale) = (BigInteger.One, 0);
        foreach (var factor in (ReadOnlySpan<decimal>)[instrument.PriceIncrement, instrument.QuantityIncrement, instrument.ContractSize])
        {
            digits *= new BigInteger(factor / new decimal(1, 0, 0, isNegative: false, factor.Scale));
            scale += factor.Scale;
        }

        if (scale <= Money.Scale) return 1;
        var parts = BigInteger.Pow(10, scale - Money.Scale);
        var ticks = parts / BigInteger.GreatestCommonDivisor(parts, digits);
        return ticks > long.MaxValue ? long.MaxValue : (long)ticks;
    }

    /// <summary>The first rule that a contract of any age breaks, as a sentence for people; null when it meets all.</summary>
    public static string? FindBroken(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return instrument switch
        {
            { Id.Value: < 1 or > InstrumentId.Max } => $"The id is 1 to {InstrumentId.Max}.",
            { Kind: not (InstrumentKind.Spot or InstrumentKind.Margined) } => "The kind is spot or margined.",
            { PriceIncrement: <= 0m or > MaxIncrement } => $"The price increment is above 0 and at most {MaxIncrement}.",
            { QuantityIncrement: <= 0m or > MaxIncrement } => $"The quantity increment is above 0 and at most {MaxIncrement}.",
            { ContractSize: <= 0m or > MaxIncrement } => $"The contract size is above 0 and at most {MaxIncrement}.",
            { Kind: InstrumentKind.Spot, ContractSize: not 1m } => "The contract size of a spot instrument is 1.",
            { Kind: InstrumentKind.Spot } when instrument.BaseCurrency == instrument.QuoteCurrency =>
                "Base and quote currency of a spot instrument differ.",
            { Kind: InstrumentKind.Spot } when instrument.QuantityIncrement % SmallestAmount != 0m =>
                $"The quantity increment of a spot instrument is a multiple of {SmallestAmount}.",
            { MinQuantity.Lots: < 1 } => "The smallest quantity is at least one lot.",
            { MaxQuantity.Lots: > MaxLots } => $"The largest quantity is at most {MaxLots} lots.",
            _ when instrument.MaxQuantity < instrument.MinQuantity => "The largest quantity is not below the smallest.",
            { InitialMarginRate: <= 0m or > 1m } => "The initial margin rate is above 0 and at most 1.",
            { MaintenanceMarginRate: <= 0m } => "The maintenance margin rate is above 0.",
            _ when instrument.MaintenanceMarginRate > instrument.InitialMarginRate =>
                "The maintenance margin rate is at most the initial one.",
            { MakerFeeRate: < 0m or >= 1m } or { TakerFeeRate: < 0m or >= 1m } => "Fee rates are 0 or more and below 1.",
            { MatchingRules: null } => "The matching rules are missing.",
            { MatchingRules: { MinNotional: < 0m } or { MaxNotional: < 0m } or { MaxOrdersPerAccount: < 0 } } =>
                "Limits of orders are 0 or more.",
            { MatchingRules: { MaxNotional: > 0m } rules } when rules.MaxNotional < rules.MinNotional =>
                "The largest notional is not below the smallest.",
            { MatchingRules: { StaticBandBasisPoints: < 0 or > MaxBandBasisPoints }
                or { DynamicBandBasisPoints: < 0 or > MaxBandBasisPoints } } =>
                $"Price bands are 0 to {MaxBandBasisPoints} hundredths of a percent.",
            { MatchingRules.VolatilityAuctionSeconds: < 1 or > 86_400 } => "A volatility auction lasts 1 to 86,400 seconds.",
            _ => null,
        };
    }

    internal static void ThrowIfBroken(Instrument instrument)
    {
        if (FindBroken(instrument) is { } broken)
            throw new ArgumentException($"Instrument {instrument.Id} ({instrument.Symbol}): {broken}", nameof(instrument));
    }
}
