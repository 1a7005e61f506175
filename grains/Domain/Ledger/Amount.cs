using System.Globalization;
using Rtx.Model;

namespace Rtx.Domain.Ledger;

/// <summary>
/// An exact amount of one currency, as a whole number of units of <see cref="Money.Scale"/> decimals. Amount + Amount, Amount − Amount and
/// −Amount are Amounts; there is no product of two. Sums beyond 10^30 throw.
/// </summary>
/// <param name="Units">Signed number of smallest units.</param>
public readonly record struct Amount(Int128 Units) : IComparable<Amount>
{
    /// <summary>Smallest units per whole unit of a currency.</summary>
    public const long UnitsPerOne = 100_000_000;

    /// <summary>Zero.</summary>
    public static Amount Zero => default;

    /// <summary>The amount of a decimal number.</summary>
    /// <exception cref="LedgerInvariantException">It has more than <see cref="Money.Scale"/> decimals.</exception>
    public static Amount Of(decimal value)
    {
        var whole = decimal.Truncate(value);
        var parts = (value - whole) * UnitsPerOne;
        if (decimal.Truncate(parts) != parts) throw new LedgerInvariantException($"{value} has more than {Money.Scale} decimals.");
        return new Amount(((Int128)whole * UnitsPerOne) + (long)parts);
    }

    /// <summary>The larger of two amounts.</summary>
    public static Amount Max(Amount left, Amount right) => left >= right ? left : right;

    /// <summary>The smaller of two amounts.</summary>
    public static Amount Min(Amount left, Amount right) => left <= right ? left : right;

    /// <summary>The amount as a decimal number without trailing zeros.</summary>
    public decimal ToDecimal()
    {
        var (whole, parts) = Units >= long.MinValue && Units <= long.MaxValue
            ? Split((long)Units)
            : ((decimal)(Units / UnitsPerOne), (long)(Units % UnitsPerOne));
        if (parts == 0) return whole;
        var scale = Money.Scale;
        for (; parts % 10 == 0; scale--) parts /= 10;
        return whole + new decimal((int)Math.Abs(parts), 0, 0, parts < 0, (byte)scale);
    }

    /// <inheritdoc />
    public int CompareTo(Amount other) => Units.CompareTo(other.Units);

    /// <summary>Adds; overflow throws.</summary>
    public static Amount operator +(Amount left, Amount right) => new(checked(left.Units + right.Units));

    /// <summary>Subtracts; overflow throws.</summary>
    public static Amount operator -(Amount left, Amount right) => new(checked(left.Units - right.Units));

    /// <summary>Negates.</summary>
    public static Amount operator -(Amount amount) => new(checked(-amount.Units));

    /// <summary>Whether the first is less.</summary>
    public static bool operator <(Amount left, Amount right) => left.Units < right.Units;

    /// <summary>Whether the first is greater.</summary>
    public static bool operator >(Amount left, Amount right) => left.Units > right.Units;

    /// <summary>Whether the first is less or equal.</summary>
    public static bool operator <=(Amount left, Amount right) => left.Units <= right.Units;

    /// <summary>Whether the first is greater or equal.</summary>
    public static bool operator >=(Amount left, Amount right) => left.Units >= right.Units;

    /// <inheritdoc />
    public override string ToString() => ToDecimal().ToString(CultureInfo.InvariantCulture);

    private static (decimal Whole, long Parts) Split(long units) => (units / UnitsPerOne, units % UnitsPerOne);
}
