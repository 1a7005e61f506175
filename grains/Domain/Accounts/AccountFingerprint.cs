using System.Globalization;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>
/// The state of an account for comparison: balances, positions, open orders, holds and margin, how far each book is settled. Margin is
/// calculated without mark prices, which are not part of an account's state.
/// </summary>
public static class AccountFingerprint
{
    /// <summary>
    /// The fingerprint of an account.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="withHolds">Whether holds of orders are included. Orders on their way to a book hold funds too, but only the account
    /// itself knows them.</param>
    public static StateFingerprint Of(TradingAccount account, bool withHolds)
    {
        ArgumentNullException.ThrowIfNull(account);
        var summary = account.Summarize(static _ => default);
        List<StatePart> parts =
        [
            new("ledger sequence", account.LedgerSequence.ToString(CultureInfo.InvariantCulture)),
            new("open orders", $"{summary.OpenOrders.Count}, hash {Hash(summary.OpenOrders):x16}"),
        ];
        parts.AddRange(account.SettledSequences.Select(settled => new StatePart(
            $"settled of book {settled.Instrument}", settled.Sequence.ToString(CultureInfo.InvariantCulture))));
        parts.AddRange(summary.Positions.Select(position => new StatePart(
            $"position in {position.InstrumentId}",
            $"{position.Lots} lots, cost {Number(position.Cost)}, realised {Number(position.RealizedPnl)}")));
        foreach (var balance in summary.Balances)
        {
            Add($"total {balance.Currency}", balance.Total);
            if (!withHolds) continue;
            Add($"held {balance.Currency}", balance.Held);
            Add($"margin {balance.Currency}", balance.InitialMargin);
        }

        return new StateFingerprint(parts);

        // A balance of zero equals no balance: a currency that was only read makes no difference.
        void Add(string name, decimal amount)
        {
            if (amount != 0m) parts.Add(new StatePart(name, Number(amount)));
        }
    }

    /// <summary>The fingerprint of the account's kill switch and dead-man timer.</summary>
    /// <param name="isKillSwitchOn">Whether its kill switch is on.</param>
    /// <param name="cancelAllAt">When its dead-man timer fires; null when it is not running.</param>
    public static StateFingerprint Of(bool isKillSwitchOn, Timestamp? cancelAllAt) => new(
    [
        new StatePart("kill switch", isKillSwitchOn ? "on" : "off"),
        new StatePart("cancel all at", cancelAllAt?.ToString() ?? "never"),
    ]);

    // By value: a database may write 5 as 5.00.
    private static string Number(decimal amount) => amount.ToString("0.############################", CultureInfo.InvariantCulture);

    private static ulong Hash(IReadOnlyList<Order> openOrders)
    {
        var hash = new StateHash();
        foreach (var order in openOrders)
        {
            hash.Add(order.OrderId.Value).Add(order.ClientOrderId.Value).Add((long)order.Side).Add(order.Price.GetValueOrDefault().Ticks);
            hash.Add(order.OrderQty.Lots).Add(order.CumQty.Lots).Add(order.LeavesQty.Lots).Add((long)order.Status).Add((long)order.Place);
            hash.Add(order.PrioritySequence).Add(order.Sequence);
        }

        return hash.Value;
    }
}
