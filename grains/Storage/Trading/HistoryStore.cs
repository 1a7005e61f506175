using Npgsql;
using Rtx.Model;

namespace Rtx.Storage;

/// <summary>Lists for clients, newest first.</summary>
public sealed class HistoryStore(TradingDatabase database)
{
    // A refused order in the shape of OrderRows.PresentColumns.
    internal const string RefusalColumns = """
        0::bigint, account_id, client_order_id, instrument_id, side, order_type, time_in_force, price_ticks, order_lots, 0::bigint, 0::bigint, 0::numeric,
        8::smallint, reject_reason, 0::bigint, 0::bigint, refused_at, refused_at, 0::smallint, null::bigint, instructions, 0::smallint, 0::bigint
        """;

    /// <summary>Orders of an account created before a moment, also refused ones unless only open ones are asked for.</summary>
    public Task<IReadOnlyList<Order>> GetOrdersAsync(AccountId account, InstrumentId? instrument, bool openOnly, Timestamp? before, int limit, CancellationToken cancellationToken) =>
        database.CreateCommand(openOnly
            ? $"""
              select {OrderRows.PresentColumns} from orders
              where account_id = $1 and leaves_lots > 0 and ($2::integer is null or instrument_id = $2) and ($3::timestamptz is null or created_at < $3)
              order by created_at desc, order_id desc limit $4
              """
            : $"""
              (select {OrderRows.PresentColumns} from orders
               where account_id = $1 and ($2::integer is null or instrument_id = $2) and ($3::timestamptz is null or created_at < $3)
               order by created_at desc, order_id desc limit $4)
              union all
              (select {RefusalColumns} from order_refusals
               where account_id = $1 and ($2::integer is null or instrument_id = $2) and ($3::timestamptz is null or refused_at < $3)
               order by refused_at desc limit $4)
              order by created_at desc, order_id desc limit $4
              """)
            .With(account.Value).With(instrument?.Value).With(before?.ToDateTime()).With(limit).ReadAllAsync(OrderRows.ReadPresentOrder, cancellationToken);

    /// <summary>Events of an account before a moment: its trades, or instead all that happened for a reason.</summary>
    public Task<IReadOnlyList<OrderEvent>> GetExecutionsAsync(
        AccountId account, InstrumentId? instrument, OrderId? order, ExecReason? reason, Timestamp? before, int limit, CancellationToken cancellationToken) =>
        database.CreateCommand($"""
            select {OrderRows.EventColumns} from order_events
            where account_id = $1 and (($6::smallint is null and exec_type = 15) or reason = $6)
              and ($2::integer is null or instrument_id = $2) and ($3::bigint is null or order_id = $3) and ($4::timestamptz is null or event_at < $4)
            order by event_at desc, sequence desc limit $5
            """).With(account.Value).With(instrument?.Value).With(order?.Value).With(before?.ToDateTime()).With(limit).With((short?)reason)
            .ReadAllAsync(OrderRows.ReadEvent, cancellationToken);

    /// <summary>Ledger transactions of an account before a number.</summary>
    public async Task<IReadOnlyList<LedgerTransaction>> GetLedgerAsync(AccountId account, long? beforeSequence, int limit, CancellationToken cancellationToken)
    {
        var lines = await database.CreateCommand("""
            select t.sequence, t.kind, t.reference, t.booked_at, p.ledger_account_id, p.currency, p.amount, coalesce(t.effective_at, t.booked_at)
            from (select * from ledger_transactions where account_id = $1 and ($2::bigint is null or sequence < $2) order by sequence desc limit $3) t
            join ledger_postings p using (account_id, sequence)
            order by t.sequence desc, p.line
            """).With(account.Value).With(beforeSequence).With(limit)
            .ReadAllAsync(r => (Head: (Sequence: r.GetInt64(0), Kind: (LedgerTransactionKind)r.GetInt16(1), Reference: r.GetString(2), BookedAt: r.GetDateTime(3), EffectiveAt: r.GetDateTime(7)), Posting: ReadPosting(r)), cancellationToken);
        return [.. lines.GroupBy(l => l.Head, l => l.Posting).Select(g => new LedgerTransaction
        {
            AccountId = account,
            Sequence = g.Key.Sequence,
            Kind = g.Key.Kind,
            Reference = g.Key.Reference,
            EffectiveAt = Timestamp.From(g.Key.EffectiveAt),
            BookedAt = Timestamp.From(g.Key.BookedAt),
            Postings = [.. g],
        })];
    }

    /// <summary>Trades of an instrument before a trade.</summary>
    public Task<IReadOnlyList<TradePrint>> GetTradesAsync(InstrumentId instrument, TradeId? before, int limit, CancellationToken cancellationToken)
    {
        var first = (long)instrument.Value << OrderId.SequenceBits;
        var end = before?.Value ?? first + (1L << OrderId.SequenceBits);
        return database.CreateCommand("""
            select trade_id, price_ticks, lots, aggressor_side, traded_at from trades where trade_id >= $1 and trade_id < $2 order by trade_id desc limit $3
            """).With(first).With(end).With(limit)
            .ReadAllAsync(r => new TradePrint(new(r.GetInt64(0)), instrument, new(r.GetInt64(1)), new(r.GetInt64(2)), ReadAggressor(r), Timestamp.From(r.GetDateTime(4))), cancellationToken);
    }

    // Nobody aggresses in an auction.
    private static Side? ReadAggressor(NpgsqlDataReader row) => row.GetInt16(3) == 0 ? null : (Side)row.GetInt16(3);

    private static Posting ReadPosting(NpgsqlDataReader row) => new(new AccountId(row.GetInt64(4)), new Money(row.GetDecimal(6), new Currency(row.GetString(5))));
}
