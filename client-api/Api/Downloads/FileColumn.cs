using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Rtx.ClientApi.Downloads;

/// <summary>A column of a file: a member of a row as culture-invariant text, and as a Parquet column.</summary>
/// <param name="Field">Name and type.</param>
/// <param name="Text">The member as text; empty when null.</param>
/// <param name="WriteAsync">Writes the members of all rows.</param>
internal sealed record FileColumn<T>(
    DataField Field, Func<T, string> Text, Func<ParquetRowGroupWriter, IReadOnlyList<T>, CancellationToken, Task> WriteAsync);

/// <summary>Creates columns of each type.</summary>
internal static class FileColumn
{
    /// <summary>Maximum precision that Parquet readers support.</summary>
    private const int MaxDigits = 38;

    public static FileColumn<T> Text<T>(string name, Func<T, string> of)
    {
        var field = new DataField<string>(name, nullable: false);
        return new FileColumn<T>(field, of, (group, rows, _) => group.WriteAsync(field, rows.Select(of).ToList()));
    }

    public static FileColumn<T> Number<T>(string name, Func<T, long> of) =>
        Value(new DataField<long>(name), of, number => number.ToString(CultureInfo.InvariantCulture));

    public static FileColumn<T> Time<T>(string name, Func<T, DateTimeOffset> of) =>
        Value<T, DateTime>(
            new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: false),
            row => of(row).UtcDateTime, time => Client.WireTimeConverter.ToText(new DateTimeOffset(time)));

    /// <summary>A number with a fixed number of decimal places.</summary>
    public static FileColumn<T> Decimal<T>(string name, int scale, Func<T, decimal> of) =>
        Value(new DecimalDataField(name, MaxDigits, scale, isNullable: false), of, ToText);

    /// <summary>Like <see cref="Decimal"/>, for nullable values.</summary>
    public static FileColumn<T> OptionalDecimal<T>(string name, int scale, Func<T, decimal?> of)
    {
        var field = new DecimalDataField(name, MaxDigits, scale, isNullable: true);
        return new FileColumn<T>(
            field, row => of(row) is { } value ? ToText(value) : "",
            (group, rows, cancellationToken) =>
                group.WriteAsync<decimal>(field, rows.Select(of).ToArray(), cancellationToken: cancellationToken));
    }

    private static FileColumn<T> Value<T, TValue>(DataField field, Func<T, TValue> of, Func<TValue, string> toText)
        where TValue : struct =>
        new(
            field,
            row => toText(of(row)),
            (group, rows, cancellationToken) =>
                group.WriteAsync<TValue>(field, rows.Select(of).ToArray(), cancellationToken: cancellationToken));

    private static string ToText(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
