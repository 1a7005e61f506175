using Rtx.Client;

namespace Rtx.Chaos.Checking;

/// <summary>Checks after trading has ended: reading a list of an account page by page returns the rows in SQL, each once.</summary>
/// <param name="administrator">Reads the lists.</param>
/// <param name="facts">The expected rows; orders that expire meanwhile add events.</param>
/// <param name="dice">Source of random page sizes and known sequences.</param>
internal sealed class PageChecks(RtxClient administrator, SqlFacts facts, Random dice)
{
    private const int Pages = 5;
    private const int LargestPage = 1_000;

    private readonly List<Difference> _differences = [];

    public async Task<IReadOnlyList<Difference>> CheckAsync(IReadOnlyList<long> accounts)
    {
        var orders = facts.Orders.Values.Select(order => (Account: order.AccountId, Id: $"{order.OrderId}"))
            .Concat(facts.Refusals.Keys.Select(refused => (refused.Account, Id: refused.Name)))
            .ToLookup(order => order.Account, order => order.Id);
        var symbols = facts.Instruments.Values.ToDictionary(instrument => instrument.InstrumentId, instrument => instrument.Symbol);
        var events = facts.Events.Values.ToLookup(
            e => e.AccountId, e => (Symbol: symbols[e.InstrumentId], e.Sequence, IsTrade: e.ExecType == (short)ExecType.Trade));
        foreach (var account in accounts)
        {
            var placed = orders[account].ToList();
            var read = await ListAsync(
                administrator.Orders.ReadAsync(account, new OrderFilter { Limit = PageOf(placed.Count) }), order =>
                    order.OrderId == 0 ? order.ClientOrderId : $"{order.OrderId}");
            Compare($"orders of account {account}", read, placed, isWhole: true);

            var trades = events[account].Where(e => e.IsTrade).Select(e => $"{e.Symbol} {e.Sequence}").ToList();
            read = await ListAsync(
                administrator.Accounts.ReadExecutionsAsync(account, new ExecutionFilter { Limit = PageOf(trades.Count) }), KeyOf);
            Compare($"trades of account {account}", read, trades, isWhole: true);

            var known = events[account]
                .GroupBy(e => e.Symbol)
                .Where(_ => dice.Next(4) > 0)
                .ToDictionary(group => group.Key, group => group.ElementAt(dice.Next(group.Count())).Sequence);
            read = await ListAsync(administrator.Accounts.ReadExecutionsAfterAsync(account, known), KeyOf);
            Compare(
                $"executions of account {account} behind what is known", read,
                [.. events[account].Where(e => e.Sequence > known.GetValueOrDefault(e.Symbol)).Select(e => $"{e.Symbol} {e.Sequence}")],
                isWhole: false);
        }

        return _differences;
    }

    private static string KeyOf(ExecutionReport report) => $"{report.Symbol} {report.Sequence}";

    private int PageOf(int items) => Math.Clamp((items / Pages) + dice.Next(Pages), 1, LargestPage);

    private static async Task<List<string>> ListAsync<T>(IAsyncEnumerable<T> items, Func<T, string> key)
    {
        List<string> keys = [];
        await foreach (var item in items) keys.Add(key(item));
        return keys;
    }

    private void Compare(string what, List<string> read, List<string> stored, bool isWhole)
    {
        var twice = read.GroupBy(item => item).Where(group => group.Count() > 1).Select(group => group.Key).Take(5).ToList();
        var missing = stored.Except(read).Take(5).ToList();
        var unknown = isWhole ? read.Except(stored).Take(5).ToList() : [];
        if (twice.Count + missing.Count + unknown.Count == 0) return;
        _differences.Add(
            new Difference(
                DifferenceKind.PagesDiffer,
                $"{what}: twice {string.Join(", ", twice)}; missing {string.Join(", ", missing)}; "
                    + $"not in SQL {string.Join(", ", unknown)}"));
    }
}
