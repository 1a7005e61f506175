namespace Rtx.Model;

/// <summary>
/// An amount of one currency. Amounts have at most <see cref="Scale"/> decimals; rounding is named at the call.
/// Money + Money and Money − Money of one currency are Money; two currencies throw; there is no product of two amounts.
/// </summary>
/// <param name="Amount">Signed amount in units of the currency.</param>
/// <param name="Currency">What the amount is of.</param>
[GenerateSerializer, Immutable, Alias("rtx.Money")]
public readonly record struct Money(decimal Amount, Currency Currency)
{
    /// <summary>Decimals kept in accounting, the same as <c>numeric(28,8)</c> in SQL.</summary>
    public const int Scale = 8;

    /// <summary>What an account owes (fees, margin, a buyer's funds): away from zero upwards, never in the client's favour.</summary>
    public static decimal RoundUp(decimal amount) => decimal.Round(amount, Scale, MidpointRounding.ToPositiveInfinity);

    /// <summary>What an account receives: downwards, never more than there is.</summary>
    public static decimal RoundDown(decimal amount) => decimal.Round(amount, Scale, MidpointRounding.ToNegativeInfinity);

    /// <summary>Adds two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money left, Money right) => left with { Amount = left.Amount + Same(left, right).Amount };

    /// <summary>Subtracts two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator -(Money left, Money right) => left with { Amount = left.Amount - Same(left, right).Amount };

    /// <inheritdoc />
    public override string ToString() => $"{Amount} {Currency}";

    private static Money Same(Money left, Money right) =>
        left.Currency == right.Currency ? right : throw new InvalidOperationException($"{left.Currency} and {right.Currency} do not add.");
}
