using System.Globalization;
using Npgsql;

namespace Rtx.Benchmarks.Measuring;

/// <summary>What an operation cost at both ends. The processes are found by their ids, so it needs the server on the same machine.</summary>
/// <param name="ClientMicroseconds">CPU time of this process.</param>
/// <param name="ServerMicroseconds">CPU time of all processes of PostgreSQL.</param>
/// <param name="AllocatedBytes">Bytes that this process allocated.</param>
/// <param name="WalBytes">Bytes of the write-ahead log.</param>
internal sealed record OperationCost(double ClientMicroseconds, double ServerMicroseconds, double AllocatedBytes, double WalBytes);

/// <summary>Reads what has been used so far; the difference of two readings is what happened between.</summary>
internal readonly record struct CostReading(double Client, double Server, long Allocated, long Wal)
{
    private const double TicksPerSecond = 100;
    private const string Processes = "select pid from pg_stat_activity where pid <> pg_backend_pid()";

    public static async Task<CostReading> TakeAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var server = 0d;
        await using (var processes = new NpgsqlCommand(Processes, connection))
        await using (var reader = await processes.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) server += SecondsOf(reader.GetInt32(0));
        }

        await using var wal = new NpgsqlCommand("select (pg_current_wal_insert_lsn() - '0/0')::bigint", connection);
        return new CostReading(Environment.CpuUsage.TotalTime.TotalSeconds, server, GC.GetTotalAllocatedBytes(), (long)(await wal.ExecuteScalarAsync(cancellationToken))!);
    }

    public OperationCost PerOperation(CostReading before, long operations) => new(
        (Client - before.Client) * 1e6 / operations, (Server - before.Server) * 1e6 / operations, (Allocated - before.Allocated) / (double)operations, (Wal - before.Wal) / (double)operations);

    private static double SecondsOf(int process)
    {
        try
        {
            // After the name, which may hold spaces: user time is field 14, system time field 15.
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (IOException)
        {
            // Gone meanwhile, or not on this machine.
            return 0;
        }
    }
}
