using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Domain.Valuation;

/// <summary>
/// Converts price × lots into amounts: the value of one tick of one lot, times a rate. It uses integers where they give exactly the same
/// result as decimals, which is nearly always, and decimals otherwise.
/// </summary>
internal readonly struct TickLotRate
{
    // Decimals are exact up to 28 digits; the divisor must be a power of ten that fits in 64 bits.
    private const int MaxScale = 27;

    private readonly decimal _tickLotValue;
    private readonly decimal _share;
    private readonly ulong _multiplier;
    private readonly ulong _divisor = 1;
    private readonly ulong _mostTickLots;

    /// <param name="tickLotValue">Quote units per tick and lot, above zero.</param>
    /// <param name="share">The rate to apply to that, 0 or more.</param>
    internal TickLotRate(decimal tickLotValue, decimal share)
    {
        (_tickLotValue, _share) = (tickLotValue, share);
        var (value, valueScale) = Normalize(tickLotValue);
        var (part, partScale) = Normalize(share);
        var scale = valueScale + partScale;
        // The integer path then only applies to a product of zero.
        if (scale > MaxScale || value > ulong.MaxValue || part > ulong.MaxValue) return;
        var multiplier = value * part;
        for (; scale < Money.Scale && multiplier <= ulong.MaxValue; scale++) multiplier *= 10;
        if (multiplier > ulong.MaxValue) return;
        _multiplier = (ulong)multiplier;
        for (; scale > Money.Scale; scale--) _divisor *= 10;
        _mostTickLots = _multiplier == 0 ? ulong.MaxValue : ulong.MaxValue / _multiplier;
    }

    /// <summary>The amount for lots at a price, rounded down; negative when exactly one of them is.</summary>
    internal Amount Down(long ticks, long lots)
    {
        if (!TryMultiply(ticks, lots, out var units, out var rest)) return Amount.Of(Money.RoundDown(Exactly(ticks, lots)));
        if ((ticks ^ lots) >= 0) return new Amount(units);
        return new Amount(-(Int128)units - (rest ? 1 : 0));
    }

    /// <summary>The amount for lots at a price, both as absolute values, rounded up.</summary>
    internal Amount Up(long ticks, long lots)
    {
        if (!TryMultiply(ticks, lots, out var units, out var rest)) return Amount.Of(Money.RoundUp(Math.Abs(Exactly(ticks, lots))));
        return new Amount((Int128)units + (rest ? 1 : 0));
    }

    // The order of multiplication does not matter: an intermediate result beyond 28 digits exceeds any order limit.
    private decimal Exactly(long ticks, long lots) => (decimal)ticks * lots * _tickLotValue * _share;

    private bool TryMultiply(long ticks, long lots, out ulong units, out bool rest)
    {
        var beyond = Math.BigMul(Distance(ticks), Distance(lots), out var tickLots);
        var product = unchecked(tickLots * _multiplier);
        units = product / _divisor;
        rest = units * _divisor != product;
        return beyond == 0 && tickLots <= _mostTickLots;
    }

    private static ulong Distance(long value) => unchecked(value < 0 ? (ulong)-value : (ulong)value);

    // The digits without trailing zeros: the number is digits / 10^scale.
    private static (UInt128 Digits, int Scale) Normalize(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var digits = unchecked(new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]));
        int scale = value.Scale;
        for (; scale > 0 && digits % 10 == 0; scale--) digits /= 10;
        return (digits, scale);
    }
}
