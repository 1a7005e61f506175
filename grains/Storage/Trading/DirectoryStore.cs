using System.ComponentModel.DataAnnotations;
using Npgsql;
using Rtx.Model;
using Rtx.Storage.Database;
using Rtx.Storage.Rows;

namespace Rtx.Storage.Trading;

/// <summary>A user as stored.</summary>
public sealed record UserRow(UserId Id, string UserName, string PasswordHash, short Role);

/// <summary>What a user may do, and with which accounts.</summary>
public sealed record RightsRow(UserId Id, short Role, IReadOnlyList<AccountId> Accounts);

/// <summary>A schedule that is in force.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Since">Since when.</param>
public sealed record InstrumentSchedule(TradingSchedule Schedule, Timestamp Since);

/// <summary>Users, accounts and instruments: plain reads and inserts, guarded by the tables' constraints.</summary>
public sealed class DirectoryStore(TradingDatabase database) : IInstrumentStore
{
    /// <summary>The user of a name; null when there is none.</summary>
    public Task<UserRow?> FindUserAsync(string userName, CancellationToken cancellationToken) =>
        database.CreateCommand("select user_id, user_name, password_hash, role from users where user_name = $1").With(userName).ReadFirstAsync(ReadUser, cancellationToken);

    /// <summary>Makes a user; null when the name is taken.</summary>
    public Task<UserRow?> CreateUserAsync(string userName, string passwordHash, short role, CancellationToken cancellationToken) =>
        database.CreateCommand("""
            insert into users (user_name, password_hash, role) values ($1, $2, $3) on conflict (user_name) do nothing
            returning user_id, user_name, password_hash, role
            """).With(userName).With(passwordHash).With(role).ReadFirstAsync(ReadUser, cancellationToken);

    /// <summary>Whether a user with the role exists.</summary>
    public async Task<bool> AnyUserAsync(short role, CancellationToken cancellationToken) =>
        await database.CreateCommand("select exists (select from users where role = $1)").With(role).ReadFirstAsync(r => r.GetBoolean(0), cancellationToken);

    /// <summary>What users may do; who is gone is missing.</summary>
    public Task<IReadOnlyList<RightsRow>> ListRightsAsync(IReadOnlyList<UserId> users, CancellationToken cancellationToken) =>
        database.CreateCommand("""
            select user_id, role, array(select account_id from accounts where accounts.user_id = users.user_id order by account_id) from users where user_id = any ($1)
            """).With(users.Select(user => user.Value).ToArray()).ReadAllAsync(
                r => new RightsRow(new UserId(r.GetInt64(0)), r.GetInt16(1), [.. r.GetFieldValue<long[]>(2).Select(account => new AccountId(account))]), cancellationToken);

    /// <summary>For which providers a user may speak.</summary>
    public async Task<ProviderGrant> FindProvidersAsync(UserId user, CancellationToken cancellationToken) =>
        await database.CreateCommand("select provider_ids from provider_grants where user_id = $1").With(user.Value)
            .ReadFirstAsync(r => new ProviderGrant(r.IsDBNull(0) ? null : r.GetFieldValue<short[]>(0)), cancellationToken) ?? ProviderGrant.Nothing;

    /// <summary>Replaces for which providers a user may speak; false when there is no such user.</summary>
    public async Task<bool> SetProvidersAsync(UserId user, ProviderGrant grant, CancellationToken cancellationToken) =>
        await database.CreateCommand("""
            insert into provider_grants (user_id, provider_ids) select user_id, case when $2 then null else $3 end from users where user_id = $1
            on conflict (user_id) do update set provider_ids = excluded.provider_ids, granted_at = now()
            returning true
            """).With(user.Value).With(grant.ProviderIds is null).With(grant.ProviderIds?.ToArray() ?? []).ReadFirstAsync(r => r.GetBoolean(0), cancellationToken);

    /// <summary>Makes an account; null when the user does not exist.</summary>
    public async Task<Account?> CreateAccountAsync(UserId owner, string name, CancellationToken cancellationToken)
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
    public Task<IReadOnlyList<Account>> ListAccountsAsync(UserId? owner, CancellationToken cancellationToken) =>
        database.CreateCommand("select account_id, user_id, name, status from accounts where $1::bigint is null or user_id = $1 order by account_id")
            .With(owner?.Value).ReadAllAsync(ReadAccount, cancellationToken);

    /// <summary>Makes an instrument; null when the symbol or the id is taken. Id 0 takes the next free one.</summary>
    public async Task<Instrument?> CreateInstrumentAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        while (true)
        {
            var created = await TryCreateInstrumentAsync(instrument, cancellationToken);
            if (created is not null || instrument.Id.Value != 0 || await HasSymbolAsync(instrument.Symbol, cancellationToken)) return created;
            // Somebody else took the next free id at the same moment: there is another one.
        }
    }

    private async Task<Instrument?> TryCreateInstrumentAsync(Instrument instrument, CancellationToken cancellationToken)
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
    public Task<IReadOnlyList<Instrument>> ListInstrumentsAsync(CancellationToken cancellationToken) =>
        database.CreateCommand($"select {InstrumentRows.Columns} from instruments order by instrument_id").ReadAllAsync(InstrumentRows.Read, cancellationToken);

    internal static Account ReadAccount(NpgsqlDataReader row) =>
        new(new AccountId(row.GetInt64(0)), new UserId(row.GetInt64(1)), row.GetString(2), (AccountStatus)row.GetInt16(3));

    private static UserRow ReadUser(NpgsqlDataReader row) => new(new UserId(row.GetInt64(0)), row.GetString(1), row.GetString(2), row.GetInt16(3));
}
