using Rtx.Model;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;

namespace Rtx.Storage.Trading;

/// <summary>Reads kill switches and dead-man timers of accounts. The group commit writes them.</summary>
public sealed class AccountControlStore(TradingDatabase database) : IAccountControlStore
{
    /// <inheritdoc />
    public async Task<AccountControlsRow> ReadAsync(AccountId account, CancellationToken cancellationToken)
    {
        var found = await database.CreateCommand("select is_kill_switch_on, cancel_all_at from account_controls where account_id = $1").With(account.Value)
            .ReadAllAsync(r => new AccountControlsRow(account, r.GetBoolean(0), r.IsDBNull(1) ? null : Timestamp.From(r.GetDateTime(1))), cancellationToken);
        return found.Count == 0 ? new AccountControlsRow(account, IsKillSwitchOn: false, CancelAllAt: null) : found[0];
    }

    /// <summary>
    /// Accounts that should have cancelled their orders by now: the time is over, or orders are open though the kill switch is on. The longest overdue first.
    /// </summary>
    public Task<IReadOnlyList<AccountId>> ReadOverdueAsync(Timestamp now, int limit, CancellationToken cancellationToken) =>
        database.CreateCommand("""
            select account_id from (
              select account_id, cancel_all_at from account_controls where cancel_all_at <= $1
              union all
              select c.account_id, null from account_controls c
              where c.is_kill_switch_on and exists (select from orders o where o.account_id = c.account_id and o.leaves_lots > 0)) overdue
            group by account_id order by min(cancel_all_at) nulls first, account_id limit $2
            """).With(now.ToDateTime()).With(limit).ReadAllAsync(r => new AccountId(r.GetInt64(0)), cancellationToken);
}
