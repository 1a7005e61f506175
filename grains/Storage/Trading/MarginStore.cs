using Npgsql;
using Rtx.Domain.Valuation;
using Rtx.Model;
using Rtx.Storage.Database;
using Rtx.Storage.Rows;

namespace Rtx.Storage.Trading;

/// <summary>Reads what happened to the margin of accounts, and finds those whose margin is gone. Writing is the group commit's.</summary>
public sealed class MarginStore(TradingDatabase database) : IMarginStore
{
    private const string Columns = "account_id, sequence, currency, kind, equity, initial_margin, maintenance_margin, happened_at, positions";

    // SQL only preselects, with a little more than the margin, so that it misses no account; the account does the exact check.
    private const decimal Allowance = 1.001m;

    /// <inheritdoc />
    public Task<IReadOnlyList<MarginEvent>> ReadLastAsync(AccountId account, CancellationToken cancellationToken) =>
        database.CreateCommand($"select distinct on (currency) {Columns} from margin_events where account_id = $1 order by currency, sequence desc").With(account.Value)
            .ReadAllAsync(Read, cancellationToken);

    /// <summary>Events of an account before a sequence, or from the last one on; the newest first.</summary>
    public Task<IReadOnlyList<MarginEvent>> ReadAsync(AccountId account, long? before, int limit, CancellationToken cancellationToken) =>
        database.CreateCommand($"select {Columns} from margin_events where account_id = $1 and sequence < $2 order by sequence desc limit $3")
            .With(account.Value).With(before ?? long.MaxValue).With(limit)
            .ReadAllAsync(Read, cancellationToken);

    /// <summary>Margined instruments in which somebody has a position.</summary>
    public Task<IReadOnlyList<InstrumentId>> ReadOpenInstrumentsAsync(CancellationToken cancellationToken) =>
        database.CreateCommand("select distinct instrument_id from positions where lots <> 0 order by instrument_id").ReadAllAsync(r => new InstrumentId(r.GetInt32(0)), cancellationToken);

    /// <summary>
    /// Accounts whose equity is below the maintenance margin, or that are being stopped out. Currencies without any position that has a new mark are left out, unless they are.
    /// </summary>
    /// <param name="marks">The marks that there are, and whether each is stale.</param>
    /// <param name="limit">Largest number of rows.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<AccountId>> ReadStoppedOutAsync(IReadOnlyList<(InstrumentId Instrument, Price Mark, bool IsStale)> marks, int limit, CancellationToken cancellationToken) =>
        database.CreateCommand("""
            select account_id from (
              select p.account_id, i.quote_currency, max(b.amount) as balance, bool_or(not m.is_stale) as is_known,
                sum(case when m.ticks is null then 0 else p.lots * m.ticks * i.price_increment * i.quantity_increment * i.contract_size - p.cost end) as pnl,
                sum(case
                  when m.ticks is null then abs(p.cost)
                  else abs(p.lots) * greatest(abs(m.ticks), case when i.allows_negative_prices then $6 else 0 end) * i.price_increment * i.quantity_increment * i.contract_size
                end * i.maintenance_margin_rate) as maintenance
              from positions p
              join instruments i using (instrument_id)
              left join unnest($1, $2, $3) as m (instrument_id, ticks, is_stale) using (instrument_id)
              left join balances b on b.account_id = p.account_id and b.currency = i.quote_currency
              where p.lots <> 0
              group by p.account_id, i.quote_currency) s
            where is_known and coalesce(balance, 0) + pnl < maintenance * $4
            union
            select account_id from margin_events b
            where kind = 3 and not exists (select from margin_events e where e.account_id = b.account_id and e.currency = b.currency and e.sequence > b.sequence and e.kind = 4)
            limit $5
            """)
            .With(marks.Select(mark => mark.Instrument.Value).ToArray()).With(marks.Select(mark => mark.Mark.Ticks).ToArray()).With(marks.Select(mark => mark.IsStale).ToArray())
            .With(Allowance).With(limit).With(MarginRules.LeastMarginTicks).ReadAllAsync(r => new AccountId(r.GetInt64(0)), cancellationToken);

    private static MarginEvent Read(NpgsqlDataReader r) => new(
        new AccountId(r.GetInt64(0)), r.GetInt64(1), new Currency(r.GetString(2)), (MarginEventKind)r.GetInt16(3), r.GetDecimal(4), r.GetDecimal(5), r.GetDecimal(6),
        Timestamp.From(r.GetDateTime(7)), StoredMarginPosition.Read(r.GetString(8)));
}
