using System.Globalization;
using Npgsql;
using Rtx.Chaos.Checking;
using Rtx.Chaos.Hostile.Schemes;
using Rtx.Client;

namespace Rtx.Chaos.Hostile;

/// <summary>
/// What friends who traded with nobody else have gained, according to SQL: together no more than they paid in, and neither of them by
/// leaving a debt behind.
/// </summary>
internal sealed class MoneyChecks(string connectionString, RtxClient administrator)
{
    /// <summary>Violations of all pairs.</summary>
    public async Task<IReadOnlyList<Difference>> CheckAsync(IReadOnlyList<Pair> pairs)
    {
        List<Difference> differences = [];
        foreach (var pair in pairs)
        {
            var accounts = pair.All.Select(friend => friend.Account).ToArray();
            var moved = await ReadMovedAsync(accounts);
            foreach (var currency in moved.GroupBy(row => row.Currency))
            {
                var (paidIn, takenOut) = (currency.Sum(row => row.PaidIn), currency.Sum(row => row.TakenOut));
                if (takenOut > paidIn) Report(pair, $"took out {Text(takenOut)} {currency.Key} together and paid in {Text(paidIn)}");
            }

            foreach (var (account, currency, equity) in await ReadEquityAsync(accounts, pair.Instruments))
            {
                if (equity >= 0) continue;
                var takenOut = moved.Where(row => row.Account == account).ToList();
                // Only a debt caused by a price move may remain.
                if (!pair.Kind.MayOwe) Report(pair, $"account {account} ends with an equity of {Text(equity)} {currency}");
                else if (takenOut.Any(row => row.TakenOut > 0))
                    Report(
                        pair,
                        $"account {account} owes {Text(-equity)} {currency} and took out "
                            + $"{string.Join(", ", takenOut.Select(row => $"{Text(row.TakenOut)} {row.Currency}"))}");
            }
        }

        return differences;

        void Report(Pair pair, string text) => differences.Add(new Difference(DifferenceKind.MoneyTaken, $"{pair.Kind.Name}: {text}"));
    }

    private async Task<IReadOnlyList<(long Account, string Currency, decimal PaidIn, decimal TakenOut)>> ReadMovedAsync(long[] accounts) =>
        await ReadAsync(
        // -3 is the outside world.
        """
        select account_id, currency, coalesce(sum(-amount) filter (where amount < 0), 0), coalesce(sum(amount) filter (where amount > 0), 0)
        from ledger_postings where account_id = any($1) and ledger_account_id = -3 group by account_id, currency
        """,
        accounts, r => (r.GetInt64(0), r.GetString(1), r.GetDecimal(2), r.GetDecimal(3)));

    private async Task<IReadOnlyList<(long Account, string Currency, decimal Equity)>> ReadEquityAsync(
        long[] accounts, IReadOnlyList<Instrument> instruments)
    {
        var equity = (
            await ReadAsync(
                "select account_id, currency, amount from balances where account_id = any($1)", accounts,
                r => (Account: r.GetInt64(0), Currency: r.GetString(1), Amount: r.GetDecimal(2))))
            .ToDictionary(row => (row.Account, row.Currency), row => row.Amount);
        var positions = await ReadAsync("select account_id, instrument_id, lots::numeric, cost from positions "
            + "where account_id = any($1) and lots <> 0", accounts,
            r => (Account: r.GetInt64(0), Instrument: r.GetInt32(1), Lots: r.GetDecimal(2), Cost: r.GetDecimal(3)));
        foreach (var position in positions)
        {
            var instrument = instruments.First(known => known.InstrumentId == position.Instrument);
            // Without a mark a position is valued at its cost.
            if ((await administrator.Instruments.GetStatusAsync(instrument.Symbol)).MarkPrice is not { } mark) continue;
            var key = (position.Account, instrument.QuoteCurrency);
            equity[key] = equity.GetValueOrDefault(key) + (
                mark * position.Lots * instrument.QuantityIncrement * instrument.ContractSize) - position.Cost;
        }

        return [.. equity.Select(row => (row.Key.Account, row.Key.Currency, row.Value))];
    }

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, long[] accounts, Func<NpgsqlDataReader, T> read)
    {
        List<T> rows = [];
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(accounts);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
