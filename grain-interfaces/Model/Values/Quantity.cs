namespace Rtx.Model;

/// <summary>
/// A quantity in lots: whole multiples of the instrument's quantity increment. The scale comes from <see cref="Instrument.QuantityIncrement"/>.
/// </summary>
/// <param name="Lots">Number of quantity increments.</param>
[GenerateSerializer, Immutable, Alias("rtx.Quantity")]
public readonly record struct Quantity(long Lots) : IComparable<Quantity>
{
    /// <summary>No lots.</summary>
    public static Quantity Zero => default;

    /// <inheritdoc />
    public int CompareTo(Quantity other) => Lots.CompareTo(other.Lots);

    /// <summary>Adds lots; overflow throws.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(checked(left.Lots + right.Lots));

    /// <summary>Subtracts lots; overflow throws.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => new(checked(left.Lots - right.Lots));

    /// <summary>Orders quantities by lots.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.Lots < right.Lots;

    /// <summary>Orders quantities by lots.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.Lots > right.Lots;

    /// <summary>Orders quantities by lots.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.Lots <= right.Lots;

    /// <summary>Orders quantities by lots.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.Lots >= right.Lots;

    /// <summary>The smaller of two quantities.</summary>
    public static Quantity Min(Quantity left, Quantity right) => left <= right ? left : right;

    /// <inheritdoc />
    public override string ToString() => $"{Lots} lots";
}
