using Npgsql;
using Rtx.Domain.Sessions;
using Rtx.Model;
using Rtx.Storage.Database;

namespace Rtx.Storage.MarketData;

/// <summary>Which schedule the sessions of an instrument were copied from.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="ScheduleSince">When the schedule came into force; null when it was removed.</param>
/// <param name="Until">The time up to which sessions have been copied.</param>
public sealed record CopiedSchedule(InstrumentId Instrument, Timestamp? ScheduleSince, Timestamp Until);

/// <summary>The sessions of instruments in the market-data database, which define day candles.</summary>
public sealed class TradingSessionStore(MarketDataDatabase database)
{
    /// <summary>Reads what has been copied so far.</summary>
    public Task<IReadOnlyList<CopiedSchedule>> ReadCopiedAsync(CancellationToken cancellationToken) =>
        database.CreateCommand("select instrument_id, schedule_since, copied_until from copied_schedules").ReadAllAsync(
            row => new CopiedSchedule(
                new InstrumentId(row.GetInt32(0)), row.IsDBNull(1) ? null : Timestamp.From(row.GetDateTime(1)),
                Timestamp.From(row.GetDateTime(2))),
            cancellationToken);

    /// <summary>
    /// Replaces the sessions that start at or after <paramref name="from"/>; earlier ones stay, so past candles do not change. Repeating it
    /// changes nothing.
    /// </summary>
    public async Task ReplaceAsync(
        CopiedSchedule copied, Timestamp from, IReadOnlyList<TradingSession> sessions, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Several silos may copy at the same time; the second one then repeats the same work.
        await ExecuteAsync(
            connection.Query("select pg_advisory_xact_lock(hashtext('trading_sessions'), $1)").With(copied.Instrument.Value),
            cancellationToken);
        await ExecuteAsync(
            connection.Query("delete from trading_sessions where instrument_id = $1 and starts_at >= $2").With(copied.Instrument.Value)
                .With(from.ToDateTime()), cancellationToken);
        await ExecuteAsync(
            connection.Query("""
                insert into trading_sessions (instrument_id, starts_at, ends_at, trading_day, begins_day)
                select $1, * from unnest($2, $3, $4, $5)
                """)
                .With(copied.Instrument.Value)
                .With(sessions.Select(session => session.StartsAt.ToDateTime()).ToArray())
                .With(sessions.Select(session => session.EndsAt.ToDateTime()).ToArray())
                .With(sessions.Select(session => session.TradingDay).ToArray())
                .With(sessions.Select(session => session.BeginsDay).ToArray()),
            cancellationToken);
        await ExecuteAsync(
            connection.Query("""
                insert into copied_schedules (instrument_id, schedule_since, copied_until) values ($1, $2, $3)
                on conflict (instrument_id) do update set schedule_since = excluded.schedule_since, copied_until = excluded.copied_until
                """).With(copied.Instrument.Value).With(copied.ScheduleSince?.ToDateTime()).With(copied.Until.ToDateTime()),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command) await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
