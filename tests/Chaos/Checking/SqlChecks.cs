using System.Globalization;
using Npgsql;
using Rtx.Chaos.History;

namespace Rtx.Chaos.Checking;

/// <summary>Checks within SQL: the invariant views, settlement, and conservation of money and positions.</summary>
internal sealed class SqlChecks(string connectionString)
{
    /// <summary>Rows of invariant views, at any moment.</summary>
    public async Task<IReadOnlyList<Difference>> CheckInvariantsAsync()
    {
        List<Difference> differences = [];
        await using var connection = await OpenAsync();
        var views = await ReadAsync(
            connection, "select table_name from information_schema.views where table_name like 'invariant_%' order by 1");
        if (views.Count == 0) differences.Add(new Difference(DifferenceKind.InvariantBroken, "there is no invariant view"));
        foreach (var view in views)
        {
            foreach (var row in await ReadAsync(connection, $"select v::text from {view} v limit 10"))
                differences.Add(new Difference(DifferenceKind.InvariantBroken, $"{view}: {row}"));
        }

        return differences;
    }

    /// <summary>Waits until every account has settled every event.</summary>
    /// <returns>How long it took, and what was left.</returns>
    public async Task<(TimeSpan Lag, IReadOnlyList<Difference> Differences)> WaitUntilSettledAsync(TimeSpan patience)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await using var connection = await OpenAsync();
            var unsettled = await ReadAsync(connection, "select u::text from unsettled_accounts u");
            var elapsed = TimeProvider.System.GetElapsedTime(start);
            if (unsettled.Count == 0 || elapsed > patience)
                return (elapsed, [.. unsettled.Select(row => new Difference(DifferenceKind.NotSettled, row))]);
            await Task.Delay(100);
        }
    }

    /// <summary>Once everything is settled: nothing appeared from nowhere.</summary>
    /// <param name="history">Holds the deposits.</param>
    /// <param name="facts">Tells which of the movements happened; missing ones are checked elsewhere.</param>
    public async Task<IReadOnlyList<Difference>> CheckConservationAsync(IEnumerable<HistoryRecord> history, SqlFacts facts)
    {
        List<Difference> differences = [];
        var paidIn = history.OfType<FundsMoved>().DistinctBy(moved => (moved.AccountId, moved.Reference))
            .Where(moved => facts.Movements.ContainsKey((moved.AccountId, moved.Reference)))
            .GroupBy(moved => moved.Currency).ToDictionary(group => group.Key, group => group.Sum(moved => moved.Amount));
        await using var connection = await OpenAsync();
        // Totals of the ledger's accounts; client accounts are above zero, clearing is -1, the outside world -3.
        await using var command = new NpgsqlCommand("""
            select currency, sum(amount), coalesce(sum(amount) filter (where ledger_account_id = -3), 0),
              coalesce(sum(amount) filter (where ledger_account_id = -1), 0),
              coalesce((select sum(p.cost - p.realized_pnl) from positions p
                join instruments i using (instrument_id) where i.quote_currency = currency), 0),
              currency in (select quote_currency from instruments where kind = 2)
            from ledger_postings group by currency
            """, connection);
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var (currency, total, outside, clearing, open, isMargined) =
                    (reader.GetString(0), reader.GetDecimal(1), reader.GetDecimal(2), reader.GetDecimal(3), reader.GetDecimal(4),
                        reader.GetBoolean(5));
                Expect(total == 0, $"the ledger sums to {Text(total)} {currency}");
                Expect(
                    -outside == paidIn.GetValueOrDefault(currency),
                    $"{Text(paidIn.GetValueOrDefault(currency))} {currency} was paid in; the ledger has {Text(-outside)}");
                Expect(
                    isMargined || clearing == 0,
                    $"clearing keeps {Text(clearing)} {currency} though both sides of every trade are delivered");
                Expect(open == 0, $"the positions in {currency} were entered for {Text(open)} more on one side than on the other");
            }
        }

        foreach (
            var row in await ReadAsync(
                connection, "select instrument_id || ' by ' || sum(lots) from positions group by instrument_id having sum(lots) <> 0"))
            differences.Add(new Difference(DifferenceKind.NotConserved, $"longs and shorts differ in instrument {row}"));
        return differences;

        void Expect(bool holds, string text)
        {
            if (!holds) differences.Add(new Difference(DifferenceKind.NotConserved, text));
        }
    }

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlConnection connection, string sql)
    {
        List<string> rows = [];
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }
}
