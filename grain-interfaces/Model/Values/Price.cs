namespace Rtx.Model;

/// <summary>
/// A price in ticks: whole multiples of the instrument's price increment. The scale comes from <see cref="Instrument.PriceIncrement"/>.
/// Zero and negative values are meaningful only where the instrument allows them.
/// </summary>
/// <param name="Ticks">Number of price increments.</param>
[GenerateSerializer, Immutable, Alias("rtx.Price")]
public readonly record struct Price(long Ticks) : IComparable<Price>
{
    /// <inheritdoc />
    public int CompareTo(Price other) => Ticks.CompareTo(other.Ticks);

    /// <summary>Orders prices by ticks.</summary>
    public static bool operator <(Price left, Price right) => left.Ticks < right.Ticks;

    /// <summary>Orders prices by ticks.</summary>
    public static bool operator >(Price left, Price right) => left.Ticks > right.Ticks;

    /// <summary>Orders prices by ticks.</summary>
    public static bool operator <=(Price left, Price right) => left.Ticks <= right.Ticks;

    /// <summary>Orders prices by ticks.</summary>
    public static bool operator >=(Price left, Price right) => left.Ticks >= right.Ticks;

    /// <inheritdoc />
    public override string ToString() => $"{Ticks} ticks";
}
