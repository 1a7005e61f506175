using System.Data;
using Npgsql;
using Rtx.Model;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;
using Rtx.Storage.Rows;

namespace Rtx.Storage.Trading;

/// <summary>What an account needs to begin. Everything is of one moment.</summary>
public sealed record AccountSnapshot
{
    /// <summary>Who.</summary>
    public required Account Account { get; init; }

    /// <summary>The epoch that its commits carry.</summary>
    public required long Epoch { get; init; }

    /// <summary>Where its stream of commits stands.</summary>
    public required long Sequence { get; init; }

    /// <summary>Number of its last ledger transaction; 0 before the first.</summary>
    public required long LedgerSequence { get; init; }

    /// <summary>Balances.</summary>
    public required IReadOnlyList<BalanceRow> Balances { get; init; }

    /// <summary>Positions, closed ones too.</summary>
    public required IReadOnlyList<PositionRow> Positions { get; init; }

    /// <summary>How far each book is settled.</summary>
    public required IReadOnlyList<SettlementRow> Settlements { get; init; }

    /// <summary>The epoch of each book that the account has been in.</summary>
    public required IReadOnlyList<(InstrumentId Instrument, long Epoch)> BookEpochs { get; init; }

    /// <summary>Events that are committed and not settled, by instrument and sequence.</summary>
    public required IReadOnlyList<OrderEvent> Unsettled { get; init; }

    /// <summary>Working orders, after the unsettled events.</summary>
    public required IReadOnlyList<Order> OpenOrders { get; init; }

    /// <summary>Contracts of all instruments in the lists above.</summary>
    public required IReadOnlyList<Instrument> Instruments { get; init; }

    /// <summary>Client order ids that were used, former names of amended orders and those of refused ones too: all of them, or one more than was asked for.</summary>
    public required IReadOnlyList<string> ClientOrderIds { get; init; }
}

/// <summary>Events of a book that an account has not settled.</summary>
/// <param name="Account">The account.</param>
/// <param name="Instrument">The book.</param>
/// <param name="SettledSequence">Settled up to here.</param>
/// <param name="LastSequence">The account's last event in the book.</param>
/// <param name="Since">Time of the first unsettled event.</param>
public readonly record struct UnsettledEvents(AccountId Account, InstrumentId Instrument, long SettledSequence, long LastSequence, Timestamp Since);

/// <summary>Makes and reads accounts. What they do is written by the group commit.</summary>
public sealed class AccountStore(TradingDatabase database) : IAccountStore
{
    private static readonly string EventsOfBook =
        $"select {OrderRows.EventColumnNames} from order_events where account_id = $1 and instrument_id = $2 and sequence > $3 order by sequence";

    /// <summary>Makes an account; null when the user does not exist.</summary>
    public async Task<Account?> CreateAsync(UserId owner, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await database.CreateCommand("insert into accounts (user_id, name) values ($1, $2) returning account_id, user_id, name, status")
                .With(owner.Value).With(name).ReadFirstAsync(ReadAccount, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return null;
        }
    }

    /// <summary>Accounts of a user, or of everybody, by id.</summary>
    public Task<IReadOnlyList<Account>> ListAsync(UserId? owner, CancellationToken cancellationToken) =>
        database.CreateCommand("select account_id, user_id, name, status from accounts where $1::bigint is null or user_id = $1 order by account_id")
            .With(owner?.Value).ReadAllAsync(ReadAccount, cancellationToken);

    /// <inheritdoc />
    public async Task<AccountSnapshot?> OpenAsync(AccountId id, int maxClientOrderIds, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var account = await connection.Query("select account_id, user_id, name, status from accounts where account_id = $1")
            .With(id.Value).ReadFirstAsync(ReadAccount, cancellationToken);
        if (account is null) return null;
        var (epoch, sequence) = await StreamEpochs.TakeAsync(connection, id, database.History, cancellationToken);
        // Books go on committing events of this account while it loads: one snapshot keeps events and orders together.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return await ReadAsync(connection, account, epoch, sequence, maxClientOrderIds, cancellationToken);
    }

    /// <summary>Reads the state of an account at one moment while others may write it; null when there is no such account, or when it was never opened.</summary>
    public async Task<AccountSnapshot?> PeekAsync(AccountId id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var account = await connection.Query("select account_id, user_id, name, status from accounts where account_id = $1")
            .With(id.Value).ReadFirstAsync(ReadAccount, cancellationToken);
        return account is not null && await StreamEpochs.PeekAsync(connection, StreamKey.Of(id), cancellationToken) is { } present
            ? await ReadAsync(connection, account, present.Epoch, present.Sequence, maxClientOrderIds: 0, cancellationToken)
            : null;
    }

    /// <summary>Committed events of an account in one book in order, up to and including a sequence, while they are read.</summary>
    public IAsyncEnumerable<OrderEvent> StreamEventsAsync(AccountId account, InstrumentId instrument, long upTo, CancellationToken cancellationToken) =>
        database.CreateCommand($"select {OrderRows.EventColumnNames} from order_events where account_id = $1 and instrument_id = $2 and sequence <= $3 order by sequence")
            .With(account.Value).With(instrument.Value).With(upTo).ReadAsync(OrderRows.ReadEvent, cancellationToken);

    /// <summary>How many movements of money an account had up to a ledger transaction, trades not counted, and what they sum up to by currency.</summary>
    public async Task<(long Count, IReadOnlyList<Money> Sums)> SumMovementsAsync(AccountId account, long upToLedgerSequence, CancellationToken cancellationToken)
    {
        var count = await database.CreateCommand("select count(*) from ledger_transactions where account_id = $1 and sequence <= $2 and kind <> 3")
            .With(account.Value).With(upToLedgerSequence).ReadFirstAsync(r => r.GetInt64(0), cancellationToken);
        var sums = await database.CreateCommand("""
            select sum(m.amount), m.currency from ledger_transactions t
            cross join unnest(t.amounts, t.currencies) m (amount, currency)
            where t.account_id = $1 and t.sequence <= $2 and t.kind <> 3 group by m.currency
            """).With(account.Value).With(upToLedgerSequence)
            .ReadAllAsync(r => new Money(r.GetDecimal(0), new Currency(r.GetString(1))), cancellationToken);
        return (count, sums);
    }

    /// <summary>Accounts and books with unsettled events: how many pairs, and the oldest ones with the time of their first unsettled event.</summary>
    public async Task<(long Count, IReadOnlyList<UnsettledEvents> Oldest)> ReadUnsettledAsync(int limit, CancellationToken cancellationToken)
    {
        var count = await database.CreateCommand("select count(*) from unsettled_accounts").ReadFirstAsync(r => r.GetInt64(0), cancellationToken);
        if (count == 0) return (0, []);
        var oldest = await database.CreateCommand("""
            select u.account_id, u.instrument_id, u.settled_sequence, u.last_sequence, e.event_at from unsettled_accounts u
            cross join lateral (
              select event_at from order_events e
              where e.account_id = u.account_id and e.instrument_id = u.instrument_id and e.sequence > u.settled_sequence order by e.sequence limit 1) e
            order by e.event_at, u.account_id, u.instrument_id limit $1
            """).With(limit)
            .ReadAllAsync(r => new UnsettledEvents(new(r.GetInt64(0)), new(r.GetInt32(1)), r.GetInt64(2), r.GetInt64(3), Timestamp.From(r.GetDateTime(4))), cancellationToken);
        return (count, oldest);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<OrderEvent>> ReadEventsAsync(AccountId account, InstrumentId instrument, long after, CancellationToken cancellationToken) =>
        database.CreateCommand(EventsOfBook).With(account.Value).With(instrument.Value).With(after).ReadAllAsync(OrderRows.ReadEvent, cancellationToken);

    /// <inheritdoc />
    public async Task<long> ReadBookEpochAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await StreamEpochs.PeekAsync(connection, StreamKey.Of(instrument), cancellationToken) is { } head ? head.Epoch : 0;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<InstrumentId>> ReadUnsettledBooksAsync(AccountId account, CancellationToken cancellationToken) =>
        database.CreateCommand("select instrument_id from unsettled_accounts where account_id = $1 order by instrument_id")
            .With(account.Value).ReadAllAsync(r => new InstrumentId(r.GetInt32(0)), cancellationToken);

    /// <summary>Accounts that have unsettled events, at most <paramref name="limit"/>.</summary>
    public Task<IReadOnlyList<AccountId>> ReadUnsettledAccountsAsync(int limit, CancellationToken cancellationToken) =>
        database.CreateCommand("select distinct account_id from unsettled_accounts order by account_id limit $1")
            .With(limit).ReadAllAsync(r => new AccountId(r.GetInt64(0)), cancellationToken);

    /// <inheritdoc />
    public Task<PlacedOrder?> FindOrderAsync(AccountId account, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        database.CreateCommand($"""
            select {OrderRows.PresentColumnNames}, requested_ticks, requested_lots, requested_instructions, null::bigint, null::text
            from orders
            cross join lateral (
              select e.price_ticks as requested_ticks, e.order_lots as requested_lots, e.instructions as requested_instructions from order_events e
              where e.instrument_id = orders.instrument_id and e.sequence = orders.order_id & {(1L << OrderId.SequenceBits) - 1}) first
            where order_id = (select order_id from order_names where account_id = $1 and client_order_id = $2)
            union all
            select {OrderRows.RefusalColumnNames}, price_ticks, order_lots, instructions, limit_offset_ticks, detail from order_refusals
            where account_id = $1 and client_order_id = $2
            """).With(account.Value).With(clientOrderId.Value).ReadFirstAsync(ReadPlaced, cancellationToken);

    /// <inheritdoc />
    public async Task<PlacedAmendment?> FindAmendmentAsync(AccountId account, OrderId order, ClientOrderId newClientOrderId, CancellationToken cancellationToken)
    {
        var events = database.CreateCommand($"""
            select {OrderRows.EventColumnNames} from order_events
            where account_id = $1 and instrument_id = $2 and order_id = $3 and sequence between $4 and (select sequence from orders where order_id = $3) order by sequence
            """).With(account.Value).With(order.Instrument.Value).With(order.Value).With(order.Value & ((1L << OrderId.SequenceBits) - 1))
            .ReadAsync(OrderRows.ReadEvent, cancellationToken);
        Order? before = null;
        await foreach (var e in events)
        {
            var after = e.ToOrder();
            if (before is not null && e.ExecType == ExecType.Replaced && e.ClientOrderId == newClientOrderId && before.ClientOrderId != newClientOrderId)
                return new PlacedAmendment(before, after);
            before = after;
        }

        return null;
    }

    /// <inheritdoc />
    public Task<Order?> FindOrderAsync(AccountId account, OrderId order, CancellationToken cancellationToken) =>
        database.CreateCommand($"select {OrderRows.PresentColumnNames} from orders where order_id = $2 and account_id = $1")
            .With(account.Value).With(order.Value).ReadFirstAsync(OrderRows.ReadPresentOrder, cancellationToken);

    /// <inheritdoc />
    public async Task<Money?> FindMovementAsync(AccountId account, string reference, CancellationToken cancellationToken)
    {
        var found = await database.CreateCommand("""
            select m.amount, m.currency from ledger_transactions t
            cross join unnest(t.amounts, t.currencies) m (amount, currency)
            where t.account_id = $1 and t.reference = $2 and t.kind <> 3
            """).With(account.Value).With(reference)
            .ReadAllAsync(r => new Money(r.GetDecimal(0), new Currency(r.GetString(1))), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    private static PlacedOrder ReadPlaced(NpgsqlDataReader row)
    {
        var cursor = new RowCursor(row);
        return new PlacedOrder(OrderRows.ReadPresentOrder(ref cursor))
        {
            FirstPrice = cursor.BigOrNull() is { } price ? new Price(price) : null,
            FirstOrderQty = new Quantity(cursor.Big()),
            FirstInstructions = OrderRows.ReadInstructions(cursor.TextOrNull()),
            FirstLimitOffset = cursor.BigOrNull(),
            RefusalDetail = cursor.TextOrNull(),
        };
    }

    // Book by book: of a join with all of the account's books the planner expects a third of the account's events, and reads the whole table.
    private static async Task<IReadOnlyList<OrderEvent>> ReadUnsettledAsync(NpgsqlConnection connection, AccountId account, CancellationToken cancellationToken)
    {
        var books = await connection.Query("select instrument_id, settled_sequence from unsettled_accounts where account_id = $1 order by instrument_id")
            .With(account.Value).ReadAllAsync(r => new SettlementRow(account, new(r.GetInt32(0)), r.GetInt64(1)), cancellationToken);
        List<OrderEvent> events = [];
        foreach (var book in books)
        {
            events.AddRange(await connection.Query(EventsOfBook).With(account.Value).With(book.Instrument.Value).With(book.SettledSequence)
                .ReadAllAsync(OrderRows.ReadEvent, cancellationToken));
        }

        return events;
    }

    private static async Task<AccountSnapshot> ReadAsync(
        NpgsqlConnection connection, Account account, long epoch, long sequence, int maxClientOrderIds, CancellationToken cancellationToken)
    {
        var id = account.Id;
        return new AccountSnapshot
        {
            Account = account,
            Epoch = epoch,
            Sequence = sequence,
            LedgerSequence = await connection.Query("select coalesce(max(sequence), 0) from ledger_transactions where account_id = $1")
                .With(id.Value).ReadFirstAsync(r => r.GetInt64(0), cancellationToken),
            Balances = await connection.Query("select currency, amount from balances where account_id = $1")
                .With(id.Value).ReadAllAsync(r => new BalanceRow(id, new(r.GetString(0)), r.GetDecimal(1)), cancellationToken),
            Positions = await connection.Query("select instrument_id, lots, cost, realized_pnl from positions where account_id = $1")
                .With(id.Value).ReadAllAsync(r => new PositionRow(id, new(r.GetInt32(0)), r.GetInt64(1), r.GetDecimal(2), r.GetDecimal(3)), cancellationToken),
            Settlements = await connection.Query("select instrument_id, settled_sequence from settlements where account_id = $1")
                .With(id.Value).ReadAllAsync(r => new SettlementRow(id, new(r.GetInt32(0)), r.GetInt64(1)), cancellationToken),
            BookEpochs = await connection.Query("""
                select b.instrument_id, h.epoch from book_accounts b
                join stream_heads h on h.stream_kind = $2 and h.stream_id = b.instrument_id
                where b.account_id = $1
                """).With(id.Value).With((short)StreamKind.Book).ReadAllAsync(r => (new InstrumentId(r.GetInt32(0)), r.GetInt64(1)), cancellationToken),
            Unsettled = await ReadUnsettledAsync(connection, id, cancellationToken),
            OpenOrders = await connection.Query($"select {OrderRows.OrderColumnNames} from orders where account_id = $1 and leaves_lots > 0 order by order_id")
                .With(id.Value).ReadAllAsync(OrderRows.ReadOrder, cancellationToken),
            Instruments = await connection.Query($"""
                select {InstrumentRows.Columns} from instruments where instrument_id in (
                  select instrument_id from positions where account_id = $1
                  union select instrument_id from book_accounts where account_id = $1)
                """).With(id.Value).ReadAllAsync(InstrumentRows.Read, cancellationToken),
            ClientOrderIds = await connection.Query("select client_order_id from order_names where account_id = $1 limit $2")
                .With(id.Value).With(maxClientOrderIds + 1L).ReadAllAsync(r => r.GetString(0), cancellationToken),
        };
    }

    private static Account ReadAccount(NpgsqlDataReader row) =>
        new(new AccountId(row.GetInt64(0)), new UserId(row.GetInt64(1)), row.GetString(2), (AccountStatus)row.GetInt16(3));
}
