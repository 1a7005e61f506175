using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace Rtx.Storage.Database;

/// <summary>Shorthands for queries.</summary>
internal static class SqlReading
{
    /// <summary>A command on this connection.</summary>
    public static NpgsqlCommand Query(this NpgsqlConnection connection, string sql) => new(sql, connection);

    /// <summary>Adds the next positional parameter; null is a typed null.</summary>
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(value is null
            ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NullTypeOf<T>() }
            : new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>Reads all rows.</summary>
    public static async Task<IReadOnlyList<T>> ReadAllAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        await foreach (var row in command.ReadAsync(read, cancellationToken)) rows.Add(row);
        return rows;
    }

    /// <summary>Reads the first row, or the default when there is none.</summary>
    public static async Task<T?> ReadFirstAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await foreach (var row in command.ReadAsync(read, cancellationToken)) return row;
        return default;
    }

    /// <summary>Reads rows as they arrive.</summary>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (command)
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) yield return read(reader);
        }
    }

    private static NpgsqlDbType NullTypeOf<T>() => typeof(T) switch
    {
        var t when t == typeof(long?) => NpgsqlDbType.Bigint,
        var t when t == typeof(int?) => NpgsqlDbType.Integer,
        var t when t == typeof(short?) => NpgsqlDbType.Smallint,
        var t when t == typeof(DateTime?) => NpgsqlDbType.TimestampTz,
        var t when t == typeof(string) => NpgsqlDbType.Text,
        var t => throw new NotSupportedException($"No SQL type for a null {t}."),
    };
}
