using Npgsql;
using Rtx.Client;

namespace Rtx.Chaos.Checking;

/// <summary>Checks after trading has ended: books and accounts as reported by their grains equal SQL.</summary>
internal sealed class MemoryChecks(RtxClient administrator, string connectionString)
{
    private const int MaxReadings = 10;
    private static readonly TimeSpan ReadingInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Lets the system itself compare its running books and accounts with SQL.</summary>
    public async Task<IReadOnlyList<Difference>> VerifyAsync(IReadOnlyList<Instrument> instruments)
    {
        List<Difference> differences = [];
        foreach (var instrument in instruments) Add(await administrator.Administration.VerifyBookAsync(instrument.Symbol));
        foreach (var account in await administrator.Accounts.ListAsync())
            Add(await administrator.Administration.VerifyAccountAsync(account.AccountId));
        return differences;

        void Add(Verification verification) => differences.AddRange(
            from comparison in verification.Comparisons
            from difference in comparison.Differences
            select new Difference(
                DifferenceKind.MemoryDiffers,
                $"{verification.Subject} at {comparison.Sequence}: {comparison.Left} and {comparison.Right} differ in {difference}"));
    }

    /// <summary>Compares every book, order by order.</summary>
    public Task<IReadOnlyList<Difference>> CheckBooksAsync(IReadOnlyList<Instrument> instruments) =>
        UntilEqualAsync(() => CompareBooksAsync(instruments));

    /// <summary>Compares balances, positions and open orders of every account.</summary>
    public Task<IReadOnlyList<Difference>> CheckAccountsAsync(IReadOnlyList<Instrument> instruments) =>
        UntilEqualAsync(() => CompareAccountsAsync(instruments));

    // Trading has ended, but orders still expire, also between reading the two sides. Only a difference that persists counts.
    private static async Task<IReadOnlyList<Difference>> UntilEqualAsync(Func<Task<IReadOnlyList<Difference>>> compare)
    {
        for (var readings = 1; ; readings++)
        {
            var differences = await compare();
            if (differences.Count == 0 || readings == MaxReadings) return differences;
            await Task.Delay(ReadingInterval);
        }
    }

    private async Task<IReadOnlyList<Difference>> CompareBooksAsync(IReadOnlyList<Instrument> instruments)
    {
        List<Difference> differences = [];
        foreach (var instrument in instruments)
        {
            var live = (await administrator.Instruments.GetOrderQueueAsync(instrument.Symbol, OrderQueue.MaxOrders)).Orders
                .Select(
                    order =>
                        (
                            order.OrderId, (short)order.Side, order.Price / instrument.PriceIncrement,
                            order.Quantity / instrument.QuantityIncrement)).ToHashSet();
            var stored = (await ReadAsync($"""
                select order_id, side, price_ticks::numeric, coalesce(displayed_lots, leaves_lots)::numeric
                from orders where instrument_id = {instrument.InstrumentId} and leaves_lots > 0 and place = 2
                """, r => (r.GetInt64(0), r.GetInt16(1), r.GetDecimal(2), r.GetDecimal(3)))).ToHashSet();
            Compare($"book of {instrument.Symbol}", live, stored, differences);
        }

        return differences;
    }

    private async Task<IReadOnlyList<Difference>> CompareAccountsAsync(IReadOnlyList<Instrument> instruments)
    {
        List<Difference> differences = [];
        var bySymbol = instruments.ToDictionary(instrument => instrument.Symbol);
        var balances = (
            await ReadAsync(
                "select account_id, currency, amount from balances where amount <> 0",
                r => (Account: r.GetInt64(0), r.GetString(1), r.GetDecimal(2))))
            .ToLookup(row => row.Account);
        var positions = (await ReadAsync("select account_id, instrument_id, lots::numeric, cost from positions where lots <> 0",
            r => (Account: r.GetInt64(0), r.GetInt32(1), r.GetDecimal(2), r.GetDecimal(3)))).ToLookup(row => row.Account);
        var orders = (
            await ReadAsync(
                "select account_id, order_id, sequence from orders where leaves_lots > 0",
                r => (Account: r.GetInt64(0), r.GetInt64(1), r.GetInt64(2))))
            .ToLookup(row => row.Account);
        foreach (var account in await administrator.Accounts.ListAsync())
        {
            var (id, live) = (account.AccountId, await administrator.Accounts.GetSummaryAsync(account.AccountId));
            Compare(
                $"balances of account {id}", [.. live.Balances.Where(b => b.Total != 0).Select(b => (id, b.Currency, b.Total))],
                [.. balances[id]], differences);
            Compare($"positions of account {id}",
                [
                    .. live.Positions.Where(p => p.Quantity != 0)
                        .Select(p => (id, bySymbol[p.Symbol].InstrumentId, p.Quantity / bySymbol[p.Symbol].QuantityIncrement, p.Cost))],
                [.. positions[id]],
                differences);
            Compare(
                $"open orders of account {id}", [.. live.OpenOrders.Select(o => (id, o.OrderId, o.Sequence))], [.. orders[id]],
                differences);
        }

        return differences;
    }

    private static void Compare<T>(string what, HashSet<T> live, HashSet<T> stored, List<Difference> differences)
    {
        if (live.SetEquals(stored)) return;
        differences.Add(new Difference(DifferenceKind.MemoryDiffers,
            $"{what}: only in memory {string.Join(", ", live.Except(stored).Take(5))}; "
                + $"only in SQL {string.Join(", ", stored.Except(live).Take(5))}"));
    }

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        List<T> rows = [];
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }
}
