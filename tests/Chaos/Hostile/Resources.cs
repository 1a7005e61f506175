using System.Globalization;
using Npgsql;
using Rtx.Chaos.Servers;

namespace Rtx.Chaos.Hostile;

/// <summary>Resource usage of the system.</summary>
/// <param name="Memory">Memory of each process in bytes, by process name.</param>
/// <param name="Database">Size of the trading database in bytes.</param>
/// <param name="Events">Number of orders, events, trades, refusals and movements stored.</param>
internal sealed record Resources(IReadOnlyDictionary<string, long> Memory, long Database, long Events)
{
    /// <summary>Measures them.</summary>
    public static async Task<Resources> TakeAsync(TradingSystem system)
    {
        await using var connection = new NpgsqlConnection(system.CheckingConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""
            select pg_database_size(current_database()),
              (select count(*) from orders) + (select count(*) from order_events) + (select count(*) from trades)
                 + (select count(*) from ledger_transactions) + (select count(*) from order_refusals)
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new Resources(
            system.Silos.Concat(system.Apis).ToDictionary(node => node.Name, node => MemoryOf(node.ProcessId)), reader.GetInt64(0),
            reader.GetInt64(1));
    }

    private static long MemoryOf(int process)
    {
        const string resident = "VmRSS:";
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(resident, StringComparison.Ordinal));
        return long.Parse(line[resident.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
    }
}
