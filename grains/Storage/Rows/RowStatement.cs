using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Rtx.Storage.Rows;

/// <summary>Reads a column's value from a row. Rows may be large, so they are not copied for it.</summary>
internal delegate TValue ColumnReader<TRow, TValue>(in TRow row);

/// <summary>
/// A statement that writes many rows: each column is one parameter, an array. Statement, parameters and their memory are used again for each flush. Not thread-safe.
/// <para>A function scan for each column is what <c>unnest</c> of many arrays costs, 100 µs for thirty. So only columns whose values have no fixed length, or may be null, are unnested;
/// all others are looked up by the row's number, which takes the same time wherever the row is.</para>
/// </summary>
internal sealed class RowStatement<TRow>
{
    private readonly Column<TRow>[] _columns;
    private int _rows;

    /// <param name="sql">The statement. <c>{columns}</c> stands for the columns' names, <c>{rows}</c> for a query of the rows with these columns, <c>{arrays}</c> for the parameters themselves.</param>
    /// <param name="columns">The columns.</param>
    public RowStatement(string sql, params Column<TRow>[] columns)
    {
        _columns = columns;
        Command = new NpgsqlBatchCommand(sql
            .Replace("{columns}", string.Join(", ", columns.Select(column => column.Name)), StringComparison.Ordinal)
            .Replace("{arrays}", string.Join(", ", columns.Select((_, i) => Parameter(i))), StringComparison.Ordinal)
            .Replace("{rows}", RowsOf(columns), StringComparison.Ordinal));
        foreach (var column in columns) Command.Parameters.Add(column.Parameter);
    }

    /// <summary>The statement with its parameters.</summary>
    public NpgsqlBatchCommand Command { get; }

    /// <summary>Forgets the rows of the flush before.</summary>
    public void Clear()
    {
        if (_rows == 0) return;
        _rows = 0;
        foreach (var column in _columns) column.Clear();
    }

    /// <summary>Adds a row.</summary>
    public void Add(in TRow row)
    {
        _rows++;
        foreach (var column in _columns) column.Add(in row);
    }

    /// <summary>Puts the statement into the batch, unless it has no rows.</summary>
    public void AddTo(NpgsqlBatch batch)
    {
        if (_rows > 0) batch.BatchCommands.Add(Command);
    }

    private static string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"${index + 1}");

    private static string RowsOf(Column<TRow>[] columns)
    {
        var list = string.Join(", ", columns.Select((column, i) => column.IsFixed ? $"{Parameter(i)}[row] as {column.Name}" : column.Name));
        var unnested = columns.Index().Where(column => !column.Item.IsFixed).ToList();
        var source = unnested.Count == 0
            ? "generate_subscripts($1, 1) row"
            : $"unnest({string.Join(", ", unnested.Select(column => Parameter(column.Index)))}) with ordinality u ({string.Join(", ", unnested.Select(column => column.Item.Name))}, row)";
        return $"select {list} from {source}";
    }
}

/// <summary>A column of a <see cref="RowStatement{TRow}"/>.</summary>
internal abstract class Column<TRow>(string name, bool isFixed, NpgsqlParameter parameter)
{
    /// <summary>As the table has it.</summary>
    public string Name { get; } = name;

    /// <summary>Whether all values have the same length and none is null.</summary>
    public bool IsFixed { get; } = isFixed;

    /// <summary>The array.</summary>
    public NpgsqlParameter Parameter { get; } = parameter;

    /// <summary>Appends the row's value.</summary>
    public abstract void Add(in TRow row);

    /// <summary>Forgets the values and keeps their memory.</summary>
    public abstract void Clear();
}

/// <summary>A column with values of one type.</summary>
internal sealed class Column<TRow, TValue> : Column<TRow>
{
    private readonly ColumnReader<TRow, TValue> _read;
    private readonly List<TValue> _values;

    public Column(string name, NpgsqlDbType type, ColumnReader<TRow, TValue> read)
        : this(name, type, read, [])
    {
    }

    private Column(string name, NpgsqlDbType type, ColumnReader<TRow, TValue> read, List<TValue> values)
        : base(name, IsFixedLength(type) && default(TValue) is not null, new NpgsqlParameter<List<TValue>> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type }) =>
        (_read, _values) = (read, values);

    public override void Add(in TRow row) => _values.Add(_read(in row));

    public override void Clear() => _values.Clear();

    private static bool IsFixedLength(NpgsqlDbType type) => type is not (NpgsqlDbType.Text or NpgsqlDbType.Numeric or NpgsqlDbType.Jsonb);
}

/// <summary>Makes columns of the types that the trading database has. A reader that may return null makes a column that may be null.</summary>
internal static class Columns
{
    public static Column<TRow> Small<TRow>(string name, ColumnReader<TRow, short> read) => new Column<TRow, short>(name, NpgsqlDbType.Smallint, read);

    public static Column<TRow> Int<TRow>(string name, ColumnReader<TRow, int> read) => new Column<TRow, int>(name, NpgsqlDbType.Integer, read);

    public static Column<TRow> Big<TRow>(string name, ColumnReader<TRow, long> read) => new Column<TRow, long>(name, NpgsqlDbType.Bigint, read);

    public static Column<TRow> BigOrNull<TRow>(string name, ColumnReader<TRow, long?> read) => new Column<TRow, long?>(name, NpgsqlDbType.Bigint, read);

    public static Column<TRow> Flag<TRow>(string name, ColumnReader<TRow, bool> read) => new Column<TRow, bool>(name, NpgsqlDbType.Boolean, read);

    public static Column<TRow> Time<TRow>(string name, ColumnReader<TRow, DateTime> read) => new Column<TRow, DateTime>(name, NpgsqlDbType.TimestampTz, read);

    public static Column<TRow> TimeOrNull<TRow>(string name, ColumnReader<TRow, DateTime?> read) => new Column<TRow, DateTime?>(name, NpgsqlDbType.TimestampTz, read);

    public static Column<TRow> Text<TRow>(string name, ColumnReader<TRow, string?> read) => new Column<TRow, string?>(name, NpgsqlDbType.Text, read);

    public static Column<TRow> Json<TRow>(string name, ColumnReader<TRow, string?> read) => new Column<TRow, string?>(name, NpgsqlDbType.Jsonb, read);

    public static Column<TRow> Number<TRow>(string name, ColumnReader<TRow, decimal> read) => new Column<TRow, decimal>(name, NpgsqlDbType.Numeric, read);

    public static Column<TRow> NumberOrNull<TRow>(string name, ColumnReader<TRow, decimal?> read) => new Column<TRow, decimal?>(name, NpgsqlDbType.Numeric, read);
}
