using System.ComponentModel.DataAnnotations;
using Npgsql;
using Rtx.Model;
using Rtx.Storage.Database;
using Rtx.Storage.Rows;

namespace Rtx.Storage.Trading;

/// <summary>A schedule that is in force.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Since">Since when.</param>
public sealed record InstrumentSchedule(TradingSchedule Schedule, Timestamp Since);

/// <summary>Instruments: plain reads and inserts, guarded by the tables' constraints.</summary>
public sealed class InstrumentStore(TradingDatabase database) : IInstrumentStore
{
    /// <summary>Makes an instrument; null when the symbol or the id is taken. Id 0 takes the next free one.</summary>
    public async Task<Instrument?> CreateAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        while (true)
        {
            var created = await TryCreateAsync(instrument, cancellationToken);
            if (created is not null || instrument.Id.Value != 0 || await HasSymbolAsync(instrument.Symbol, cancellationToken)) return created;
            // Somebody else took the next free id at the same moment: there is another one.
        }
    }

    private async Task<Instrument?> TryCreateAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        var rules = instrument.MatchingRules;
        try
        {
            return await database.CreateCommand($"""
                insert into instruments ({InstrumentRows.Columns})
                select case $1 when 0 then coalesce((select max(instrument_id) from instruments), 0) + 1 else $1 end, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
                  $16, $17, $18, $19, $20, $21, $22
                on conflict do nothing
                returning {InstrumentRows.Columns}
                """).With(instrument.Id.Value).With(instrument.Symbol).With((short)instrument.Kind).With(instrument.BaseCurrency.Code).With(instrument.QuoteCurrency.Code)
                .With(instrument.PriceIncrement).With(instrument.QuantityIncrement).With(instrument.ContractSize).With(instrument.MinQuantity.Lots).With(instrument.MaxQuantity.Lots)
                .With(instrument.InitialMarginRate).With(instrument.MaintenanceMarginRate).With(instrument.MakerFeeRate).With(instrument.TakerFeeRate).With(instrument.AllowsNegativePrices)
                .With(rules.MinNotional).With(rules.MaxNotional).With(rules.StaticBandBasisPoints).With(rules.DynamicBandBasisPoints).With(rules.InterruptsOnVolatility)
                .With(rules.MaxOrdersPerAccount).With(rules.VolatilityAuctionSeconds).ReadFirstAsync(InstrumentRows.Read, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            throw new ValidationException($"The instrument breaks {e.ConstraintName}.", e);
        }
    }

    private async Task<bool> HasSymbolAsync(string symbol, CancellationToken cancellationToken) =>
        await database.CreateCommand("select exists (select from instruments where symbol = $1)").With(symbol).ReadFirstAsync(r => r.GetBoolean(0), cancellationToken);

    /// <inheritdoc />
    public Task<Instrument?> FindInstrumentAsync(InstrumentId id, CancellationToken cancellationToken) =>
        database.CreateCommand($"select {InstrumentRows.Columns} from instruments where instrument_id = $1").With(id.Value).ReadFirstAsync(InstrumentRows.Read, cancellationToken);

    /// <inheritdoc />
    public async Task<InstrumentSchedule?> FindScheduleAsync(InstrumentId id, CancellationToken cancellationToken) =>
        await database.CreateCommand("select schedule, schedule_since from instruments where instrument_id = $1 and schedule is not null").With(id.Value)
            .ReadFirstAsync(r => new InstrumentSchedule(StoredSchedule.Read(r.GetString(0)), Timestamp.From(r.GetDateTime(1))), cancellationToken);

    /// <summary>Which instruments have a schedule, and since when it is in force.</summary>
    public Task<IReadOnlyList<(InstrumentId Instrument, Timestamp Since)>> ListScheduleTimesAsync(CancellationToken cancellationToken) =>
        database.CreateCommand("select instrument_id, schedule_since from instruments where schedule is not null")
            .ReadAllAsync(r => (new InstrumentId(r.GetInt32(0)), Timestamp.From(r.GetDateTime(1))), cancellationToken);

    /// <inheritdoc />
    public async Task<bool> SetScheduleAsync(InstrumentId id, InstrumentSchedule? schedule, CancellationToken cancellationToken) =>
        await database.CreateCommand("update instruments set schedule = $2::jsonb, schedule_since = $3 where instrument_id = $1 returning true").With(id.Value)
            .With(schedule is null ? null : StoredSchedule.Write(schedule.Schedule)).With(schedule?.Since.ToDateTime()).ReadFirstAsync(r => r.GetBoolean(0), cancellationToken);

    /// <summary>All instruments, by id.</summary>
    public Task<IReadOnlyList<Instrument>> ListAsync(CancellationToken cancellationToken) =>
        database.CreateCommand($"select {InstrumentRows.Columns} from instruments order by instrument_id").ReadAllAsync(InstrumentRows.Read, cancellationToken);
}
