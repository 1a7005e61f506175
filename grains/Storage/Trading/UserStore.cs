using Npgsql;
using Rtx.Model;
using Rtx.Storage.Database;

namespace Rtx.Storage.Trading;

/// <summary>A user as stored.</summary>
public sealed record UserRow(UserId Id, string UserName, string PasswordHash, short Role);

/// <summary>What a user may do, and with which accounts.</summary>
public sealed record RightsRow(UserId Id, short Role, IReadOnlyList<AccountId> Accounts);

/// <summary>Users: plain reads and inserts, guarded by the tables' constraints.</summary>
public sealed class UserStore(TradingDatabase database)
{
    /// <summary>The user of a name; null when there is none.</summary>
    public Task<UserRow?> FindAsync(string userName, CancellationToken cancellationToken) =>
        database.CreateCommand("select user_id, user_name, password_hash, role from users where user_name = $1").With(userName).ReadFirstAsync(ReadUser, cancellationToken);

    /// <summary>Makes a user; null when the name is taken.</summary>
    public Task<UserRow?> CreateAsync(string userName, string passwordHash, short role, CancellationToken cancellationToken) =>
        database.CreateCommand("""
            insert into users (user_name, password_hash, role) values ($1, $2, $3) on conflict (user_name) do nothing
            returning user_id, user_name, password_hash, role
            """).With(userName).With(passwordHash).With(role).ReadFirstAsync(ReadUser, cancellationToken);

    /// <summary>Whether a user with the role exists.</summary>
    public async Task<bool> AnyAsync(short role, CancellationToken cancellationToken) =>
        await database.CreateCommand("select exists (select from users where role = $1)").With(role).ReadFirstAsync(r => r.GetBoolean(0), cancellationToken);

    /// <summary>The rights of users; users that don't exist are left out.</summary>
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

    private static UserRow ReadUser(NpgsqlDataReader row) => new(new UserId(row.GetInt64(0)), row.GetString(1), row.GetString(2), row.GetInt16(3));
}
