using System.Data;
using Npgsql;
using Rtx.Domain.Matching.Memory;
using Rtx.Model;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;
using Rtx.Storage.Rows;

namespace Rtx.Storage.Trading;

/// <summary>What an order book needs to begin.</summary>
/// <param name="Instrument">Its contract.</param>
/// <param name="Epoch">The epoch that its commits carry.</param>
/// <param name="Sequence">The last committed event.</param>
/// <param name="OpenOrders">Working orders in priority order.</param>
/// <param name="LastTradePrice">Price of the last trade; null before the first.</param>
/// <param name="Unsettled">Accounts that have not settled all events, with the last sequence of each.</param>
/// <param name="Standing">Trading state and reference price; continuous without one for a new book.</param>
/// <param name="FollowedPrices">What the trailing orders among them have followed since their last events.</param>
/// <param name="Positions">What the accounts' trades in this book sum up to, in lots, by account; only of those with a position, and none of a spot instrument.</param>
public sealed record BookSnapshot(
    Instrument Instrument, long Epoch, long Sequence, IReadOnlyList<Order> OpenOrders, Price? LastTradePrice, IReadOnlyList<SettlementRow> Unsettled,
    BookStanding Standing, IReadOnlyList<FollowedPrice> FollowedPrices, IReadOnlyList<(AccountId Account, long Lots)> Positions)
{
    /// <summary>The history that its events belong to from now on (<see cref="HistoryStart"/>); 0 when it was only looked at.</summary>
    public long HistoryId { get; init; }

    /// <summary>When the last committed event was; null before the first.</summary>
    public Timestamp? LastEventTime { get; init; }
}

/// <summary>Reads order books. Writing is the group commit's.</summary>
public sealed class BookStore(TradingDatabase database) : IBookStore
{
    /// <inheritdoc />
    public async Task<BookSnapshot?> OpenAsync(InstrumentId id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var instrument = await connection.Query($"select {InstrumentRows.Columns} from instruments where instrument_id = $1")
            .With(id.Value).ReadFirstAsync(InstrumentRows.Read, cancellationToken);
        if (instrument is null) return null;
        var (epoch, sequence, history) = await StreamEpochs.TakeAsync(connection, id, database.History, cancellationToken);
        return await ReadAsync(connection, instrument, epoch, sequence, cancellationToken) with { HistoryId = history };
    }

    /// <summary>Reads the state of a book at one moment while others may write it; null when there is no such instrument, or when nobody has opened its book yet.</summary>
    public async Task<BookSnapshot?> PeekAsync(InstrumentId id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var instrument = await connection.Query($"select {InstrumentRows.Columns} from instruments where instrument_id = $1")
            .With(id.Value).ReadFirstAsync(InstrumentRows.Read, cancellationToken);
        return instrument is not null && await StreamEpochs.PeekAsync(connection, StreamKey.Of(id), cancellationToken) is { } present
            ? await ReadAsync(connection, instrument, present.Epoch, present.Sequence, cancellationToken)
            : null;
    }

    /// <summary>Events of a book in order, after a sequence up to and including another one, while they are read.</summary>
    public IAsyncEnumerable<OrderEvent> StreamEventsAsync(InstrumentId id, long after, long upTo, CancellationToken cancellationToken) =>
        database.CreateCommand($"select {OrderRows.EventColumnNames} from order_events where instrument_id = $1 and sequence > $2 and sequence <= $3 order by sequence")
            .With(id.Value).With(after).With(upTo).ReadAsync(OrderRows.ReadEvent, cancellationToken);

    /// <summary>Books that have open orders, are in an auction (or before one), or had an event after a moment. One or two looks into an index for each instrument.</summary>
    public Task<IReadOnlyList<(InstrumentId Instrument, bool IsInAuction)>> ReadBooksToWakeAsync(Timestamp usedSince, CancellationToken cancellationToken) =>
        database.CreateCommand("""
            select i.instrument_id, coalesce(s.trading_state between 3 and 6, false)
            from instruments i
            left join book_standings s using (instrument_id)
            where s.trading_state between 3 and 6
              or (select true from orders o where o.instrument_id = i.instrument_id and o.leaves_lots > 0 limit 1)
              or (select e.event_at from order_events e where e.instrument_id = i.instrument_id order by e.sequence desc limit 1) >= $1
            order by i.instrument_id
            """).With(usedSince.ToDateTime()).ReadAllAsync(r => (new InstrumentId(r.GetInt32(0)), r.GetBoolean(1)), cancellationToken);

    private static async Task<BookSnapshot> ReadAsync(NpgsqlConnection connection, Instrument instrument, long epoch, long sequence, CancellationToken cancellationToken)
    {
        var id = instrument.Id;
        var open = await connection.Query($"select {OrderRows.OrderColumnNames} from orders where instrument_id = $1 and leaves_lots > 0 order by priority_sequence")
            .With(id.Value).ReadAllAsync(OrderRows.ReadOrder, cancellationToken);
        var first = (long)id.Value << OrderId.SequenceBits;
        var last = await connection.Query("select price_ticks from trades where trade_id between $1 and $2 order by trade_id desc limit 1")
            .With(first).With(first + (1L << OrderId.SequenceBits) - 1).ReadAllAsync(r => new Price(r.GetInt64(0)), cancellationToken);
        var unsettled = await connection.Query("select account_id, last_sequence from unsettled_accounts where instrument_id = $1")
            .With(id.Value).ReadAllAsync(r => new SettlementRow(new(r.GetInt64(0)), id, r.GetInt64(1)), cancellationToken);
        var positions = instrument.Kind == InstrumentKind.Margined ? await ReadPositionsAsync(connection, id, cancellationToken) : [];
        var standing = await ReadStandingAsync(connection, id, cancellationToken);
        var followed = await ReadFollowedAsync(connection, id, open, cancellationToken);
        var times = await connection.Query("select event_at from order_events where instrument_id = $1 and sequence <= $2 order by sequence desc limit 1")
            .With(id.Value).With(sequence).ReadAllAsync(r => Timestamp.From(r.GetDateTime(0)), cancellationToken);
        return new BookSnapshot(instrument, epoch, sequence, open, last.Count == 0 ? null : last[0], unsettled, standing, followed, positions)
        {
            LastEventTime = times.Count == 0 ? null : times[0],
        };
    }

    /// <summary>Trading state and reference price of a book as last written; continuous without one for a new book.</summary>
    public async Task<BookStanding> ReadStandingAsync(InstrumentId id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await ReadStandingAsync(connection, id, cancellationToken);
    }

    private static async Task<BookStanding> ReadStandingAsync(NpgsqlConnection connection, InstrumentId id, CancellationToken cancellationToken)
    {
        var found = await connection.Query("select trading_state, reference_ticks, state_version from book_standings where instrument_id = $1").With(id.Value).ReadAllAsync(
            r => new BookStanding((TradingState)r.GetInt16(0), r.IsDBNull(1) ? null : new Price(r.GetInt64(1)), r.GetInt64(2)), cancellationToken);
        return found.Count == 0 ? new BookStanding(TradingState.Continuous, ReferencePrice: null) : found[0];
    }

    /// <summary>Events of a book in order, after a sequence.</summary>
    public Task<IReadOnlyList<OrderEvent>> ReadEventsAsync(InstrumentId id, long after, int limit, CancellationToken cancellationToken) =>
        database.CreateCommand($"select {OrderRows.EventColumnNames} from order_events where instrument_id = $1 and sequence > $2 order by sequence limit $3")
            .With(id.Value).With(after).With(limit).ReadAllAsync(OrderRows.ReadEvent, cancellationToken);

    private static async Task<IReadOnlyList<FollowedPrice>> ReadFollowedAsync(
        NpgsqlConnection connection, InstrumentId id, IReadOnlyList<Order> open, CancellationToken cancellationToken)
    {
        var since = open.Where(order => order.OrderType.IsTrailing() && order.Place == OrderPlace.Trigger).Min(order => (long?)order.Sequence);
        if (since is null) return [];
        return await connection.Query("select trigger_source, side, sequence, price_ticks from followed_prices where instrument_id = $1 and sequence > $2")
            .With(id.Value).With(since.Value).ReadAllAsync(
                r => new FollowedPrice((TriggerSource)r.GetInt16(0), (Side)r.GetInt16(1), r.GetInt64(2), new Price(r.GetInt64(3))), cancellationToken);
    }

    private static Task<IReadOnlyList<(AccountId Account, long Lots)>> ReadPositionsAsync(NpgsqlConnection connection, InstrumentId id, CancellationToken cancellationToken) =>
        connection.Query("select account_id, position_lots from book_accounts where instrument_id = $1 and position_lots <> 0 order by account_id")
            .With(id.Value).ReadAllAsync(r => (new AccountId(r.GetInt64(0)), r.GetInt64(1)), cancellationToken);
}
