using Npgsql;
using Rtx.Model;
using Rtx.Storage.Database;
using Rtx.Storage.Rows;

namespace Rtx.Storage.Trading;

/// <summary>Lists for clients, newest first.</summary>
public sealed class HistoryStore(TradingDatabase database)
{
    private static readonly Timestamp End = new(253_402_300_000_000_000);

    /// <summary>Orders of an account before a place in their list, also refused ones unless only open ones are asked for.</summary>
    public Task<IReadOnlyList<Order>> GetOrdersAsync(
        AccountId account, InstrumentId? instrument, bool openOnly, OrderTag tag, OrderPosition? before, int limit, CancellationToken cancellationToken)
    {
        var end = before ?? new OrderPosition(End, new OrderId(long.MaxValue), "");
        // In the words of the index.
        var hasTag = tag.IsNone ? "$7::text is null" : "tag = $7";
        return database.CreateCommand(openOnly
            ? $"""
              select {OrderRows.PresentColumnNames} from orders
              where account_id = $1 and leaves_lots > 0 and {hasTag} and ($2::integer is null or instrument_id = $2) and (created_at, order_id) < ($3, $4)
              order by created_at desc, order_id desc limit $6
              """
            : $"""
              (select {OrderRows.PresentColumnNames} from orders
               where account_id = $1 and {hasTag} and ($2::integer is null or instrument_id = $2) and (created_at, order_id) < ($3, $4)
               order by created_at desc, order_id desc limit $6)
              union all
              (select {OrderRows.RefusalColumnNames} from order_refusals
               where account_id = $1 and {hasTag} and ($2::integer is null or instrument_id = $2) and refused_at <= $3 and (refused_at < $3 or $4 > 0 or client_order_id < $5)
               order by refused_at desc, client_order_id desc limit $6)
              order by created_at desc, order_id desc, client_order_id desc limit $6
              """)
            .With(account.Value).With(instrument?.Value).With(end.CreatedAt.ToDateTime()).With(end.OrderId.Value).With(end.RefusedName).With(limit).With(tag.Text)
            .ReadAllAsync(OrderRows.ReadPresentOrder, cancellationToken);
    }

    /// <summary>Events of an account before a place in their list: its trades, or instead all that happened for a reason.</summary>
    public Task<IReadOnlyList<OrderEvent>> GetExecutionsAsync(
        AccountId account, InstrumentId? instrument, OrderId? order, ExecReason? reason, ExecutionPosition? before, int limit, CancellationToken cancellationToken)
    {
        var end = before ?? new ExecutionPosition(End, default, 0);
        // Both conditions are in the words of the index.
        return database.CreateCommand($"""
            select {OrderRows.EventColumnNames} from order_events
            where account_id = $1 and {(reason is null ? "exec_type = 15 and $8::smallint is null" : "reason = $8 and reason > 0")}
              and ($2::integer is null or instrument_id = $2) and ($3::bigint is null or order_id = $3) and (event_at, instrument_id, sequence) < ($4, $5, $6)
            order by event_at desc, instrument_id desc, sequence desc limit $7
            """).With(account.Value).With(instrument?.Value).With(order?.Value).With(end.Time.ToDateTime()).With(end.Instrument.Value).With(end.Sequence).With(limit).With((short?)reason)
            .ReadAllAsync(OrderRows.ReadEvent, cancellationToken);
    }

    // RESUME-1, RESUME-3: a client that is already subscribed reads all that it may have missed, and drops duplicates by sequence.
    /// <summary>All events of an account in one book behind a sequence, oldest first.</summary>
    public Task<IReadOnlyList<OrderEvent>> GetExecutionsAfterAsync(
        AccountId account, InstrumentId instrument, OrderId? order, ExecReason? reason, long after, int limit, CancellationToken cancellationToken) =>
        database.CreateCommand($"""
            select {OrderRows.EventColumnNames} from order_events
            where account_id = $1 and instrument_id = $2 and sequence > $3 and ($4::bigint is null or order_id = $4) and ($5::smallint is null or reason = $5)
            order by sequence limit $6
            """).With(account.Value).With(instrument.Value).With(after).With(order?.Value).With((short?)reason).With(limit)
            .ReadAllAsync(OrderRows.ReadEvent, cancellationToken);

    // RESUME-6: one statement, so that the sequence is of the last of these histories.
    /// <summary>The last event of an account in each book, by instrument, and the histories of the book, oldest first.</summary>
    public Task<IReadOnlyList<(InstrumentId Instrument, long Sequence, IReadOnlyList<HistoryStart> Histories)>> GetLastExecutionsAsync(
        AccountId account, CancellationToken cancellationToken) =>
        database.CreateCommand("""
            select a.instrument_id, a.last_sequence, h.ids, h.firsts
            from book_accounts a
            cross join lateral (
              select coalesce(array_agg(history_id order by number), '{}') as ids,
                coalesce(array_agg(first_sequence order by number), '{}') as firsts
              from book_histories where instrument_id = a.instrument_id
            ) h
            where a.account_id = $1
            order by a.instrument_id
            """).With(account.Value)
            .ReadAllAsync(r => (new InstrumentId(r.GetInt32(0)), r.GetInt64(1), ReadHistories(r)), cancellationToken);

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

    private static IReadOnlyList<HistoryStart> ReadHistories(NpgsqlDataReader row)
    {
        var (ids, firsts) = (row.GetFieldValue<long[]>(2), row.GetFieldValue<long[]>(3));
        return [.. ids.Zip(firsts, (id, first) => new HistoryStart(id, first))];
    }

    // An auction has no aggressor.
    private static Side? ReadAggressor(NpgsqlDataReader row) => row.GetInt16(3) == 0 ? null : (Side)row.GetInt16(3);

    private static Posting ReadPosting(NpgsqlDataReader row) => new(new AccountId(row.GetInt64(4)), new Money(row.GetDecimal(6), new Currency(row.GetString(5))));
}
