using Npgsql;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Migrations;

public sealed class DatabaseMigratorTests(TestPostgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<DatabaseKind> Kinds => [.. Enum.GetValues<DatabaseKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_database_goes_up_all_the_way_down_and_up_again(DatabaseKind kind)
    {
        await using var database = await postgres.NameDatabaseAsync(kind);
        var migrator = new DatabaseMigrator(kind, database.ConnectionString);

        await migrator.Up(cancellationToken: Cancel);
        var first = await Schema(database);
        await migrator.Down(0, Cancel);
        var emptied = await Schema(database);
        await migrator.Up(cancellationToken: Cancel);

        Assert.NotEmpty(first);
        Assert.DoesNotContain(emptied, relation => !relation.StartsWith(
            "schema_migrations", StringComparison.Ordinal) && !relation.StartsWith("uq_schema_migrations", StringComparison.Ordinal));
        Assert.Equal(first, await Schema(database));
        Assert.All(await migrator.Status(Cancel), migration => Assert.NotNull(migration.AppliedAt));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_single_step_down_can_be_taken_up_again(DatabaseKind kind)
    {
        await using var database = await postgres.CreateDatabaseAsync(kind, Cancel);
        var migrator = new DatabaseMigrator(kind, database.ConnectionString);
        var schema = await Schema(database);

        foreach (var migration in (await migrator.Status(Cancel)).Reverse())
        {
            await migrator.Down(cancellationToken: Cancel);
            Assert.Null((await migrator.Status(Cancel)).Single(candidate => candidate.Version == migration.Version).AppliedAt);
            await migrator.Up(migration.Version, Cancel);
            await migrator.Down(cancellationToken: Cancel);
        }

        await migrator.Up(cancellationToken: Cancel);
        Assert.Equal(schema, await Schema(database));
    }

    [Fact]
    public async Task A_failed_migration_leaves_the_database_as_it_was()
    {
        await using var database = await postgres.NameDatabaseAsync(DatabaseKind.Trading);
        var migrator = Migrator(database,
            ("0001_good", "create table good (id integer);", "drop table good;"),
            ("0002_broken", "create table half (id integer); insert into good values (1); select 1 / 0;", "drop table half;"));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => migrator.Up(cancellationToken: Cancel));

        Assert.Contains("division by zero", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(["good"], await Tables(database));
        Assert.Equal(0L, await Scalar<long>(database, "select count(*) from good"));
        Assert.Equal([true, false], (await migrator.Status(Cancel)).Select(migration => migration.AppliedAt is not null));
    }

    [Fact]
    public async Task A_failed_step_down_leaves_the_database_as_it_was()
    {
        await using var database = await postgres.NameDatabaseAsync(DatabaseKind.Trading);
        var migrator = Migrator(database, ("0001_good", "create table good (id integer);", "drop table good; select 1 / 0;"));
        await migrator.Up(cancellationToken: Cancel);

        await Assert.ThrowsAnyAsync<Exception>(() => migrator.Down(0, Cancel));

        Assert.Equal(["good"], await Tables(database));
        Assert.NotNull(Assert.Single(await migrator.Status(Cancel)).AppliedAt);
    }

    [Fact]
    public async Task Programs_that_start_together_migrate_once()
    {
        await using var database = await postgres.NameDatabaseAsync(DatabaseKind.Trading);
        var scripts = Enumerable.Range(1, 5).Select(
            i => ($"{i:0000}_step", $"create table step_{i} (id integer);", $"drop table step_{i};")).ToArray();

        await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(() => Migrator(database, scripts).Up(cancellationToken: Cancel), Cancel)));

        Assert.Equal(5L, await Scalar<long>(database, "select count(*) from schema_migrations"));
        Assert.Equal(5, (await Tables(database)).Count);
    }

    [Fact]
    public async Task Up_and_down_stop_at_the_version_asked_for()
    {
        await using var database = await postgres.NameDatabaseAsync(DatabaseKind.Trading);
        var migrator = Migrator(database,
            ("0001_a", "create table a (id integer);", "drop table a;"),
            ("0002_b", "create table b (id integer);", "drop table b;"),
            ("0003_c", "create table c (id integer);", "drop table c;"));

        await migrator.Up(2, Cancel);
        Assert.Equal(["a", "b"], await Tables(database));
        await migrator.Up(cancellationToken: Cancel);
        await migrator.Down(1, Cancel);
        Assert.Equal(["a"], await Tables(database));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => migrator.Up(9, Cancel));
    }

    [Fact]
    public async Task Asking_for_the_status_changes_nothing()
    {
        await using var database = await postgres.NameDatabaseAsync(DatabaseKind.Orleans);
        var migrator = new DatabaseMigrator(DatabaseKind.Orleans, database.ConnectionString);

        Assert.All(await migrator.Status(Cancel), migration => Assert.Null(migration.AppliedAt));

        Assert.False(await MissingDatabase.Exists(database.ConnectionString, Cancel));
    }

    [Fact]
    public async Task A_missing_database_is_made_at_whichever_of_several_servers_is_there()
    {
        await using var database = await postgres.NameDatabaseAsync(DatabaseKind.Orleans);
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var hosts = $"127.0.0.1:1,{server.Host}:{server.Port}";
        var several = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = hosts, TargetSessionAttributes = "primary" };

        await new DatabaseMigrator(DatabaseKind.Orleans, several.ConnectionString).Up(cancellationToken: Cancel);

        Assert.True(await MissingDatabase.Exists(database.ConnectionString, Cancel));
    }

    [Fact]
    public async Task An_older_program_sees_the_newer_migrations_and_refuses_to_take_them_back()
    {
        await using var database = await postgres.NameDatabaseAsync(DatabaseKind.Trading);
        (string, string, string) first = ("0001_a", "create table a (id integer);", "drop table a;");
        await Migrator(database, first, ("0002_b", "create table b (id integer);", "drop table b;")).Up(cancellationToken: Cancel);
        var older = Migrator(database, first);

        await older.Up(cancellationToken: Cancel);
        Assert.Equal([true, false], (await older.Status(Cancel)).Select(migration => migration.IsKnown));
        await Assert.ThrowsAsync<InvalidOperationException>(() => older.Down(0, Cancel));
        Assert.Equal(["a", "b"], await Tables(database));
    }

    [Theory]
    [InlineData("update schema_floor set version = 2", true)]
    [InlineData("create table b (id integer)", false)]
    public async Task Existing_connections_are_cut_when_the_minimum_version_rises(string change, bool isCutOff)
    {
        await using var database = await postgres.NameDatabaseAsync(DatabaseKind.Trading);
        (string, string, string) first = ("0001_floor",
            "create table schema_floor (version bigint not null); insert into schema_floor values (1);", "drop table schema_floor;");
        await Migrator(database, first).Up(cancellationToken: Cancel);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Cancel);

        await Migrator(database, first, ("0002_change", change, "select 1")).Up(cancellationToken: Cancel);

        await using var command = new NpgsqlCommand("select 1", connection);
        var failure = await Record.ExceptionAsync(() => command.ExecuteScalarAsync(Cancel));
        Assert.Equal(isCutOff ? PostgresErrorCodes.AdminShutdown : null, (failure as PostgresException)?.SqlState);
    }

    [Fact]
    public async Task A_database_without_scripts_is_made_and_left_empty()
    {
        await using var database = await postgres.NameDatabaseAsync(DatabaseKind.Trading);

        await Migrator(database).Up(cancellationToken: Cancel);

        Assert.Empty(await Tables(database));
    }

    [Fact]
    public async Task The_flavour_once_chosen_is_kept()
    {
        await using var database = await postgres.NameDatabaseAsync(DatabaseKind.MarketData);
        var before = Migrator(
            database, ("0001_a.plain", "create table a (id integer);", "drop table a;"),
            ("0001_a.timescale", "create table a (id integer);", "drop table a;"));
        await before.Up(cancellationToken: Cancel);
        var chosen = MigrationScript.FlavourOf(Assert.Single(await before.Status(Cancel)).Description)!.Value;
        var other = chosen is SchemaFlavour.Plain ? "timescale" : "plain";
        await Execute(database, $"update schema_migrations set description = 'a.{other}'");
        var after = Migrator(database,
            ("0001_a.plain", "select 1;", "select 1;"), ("0001_a.timescale", "select 1;", "select 1;"),
            ("0002_b.plain", "create table b_plain (id integer);", "drop table b_plain;"),
            ("0002_b.timescale", "create table b_timescale (id integer);", "drop table b_timescale;"));

        await after.Up(cancellationToken: Cancel);

        Assert.Equal(["a", "b_" + other], await Tables(database));
    }

    private static DatabaseMigrator Migrator(TestDatabase database, params (string Name, string Up, string Down)[] scripts) => new(
        MigrationScripts.Parse(scripts.SelectMany(script => new[] { KeyValuePair.Create(
            script.Name + ".up.sql", script.Up), KeyValuePair.Create(script.Name + ".down.sql", script.Down) })),
        database.ConnectionString);

    private static async Task<IReadOnlyList<string>> Tables(TestDatabase database) =>
        await Scalar<string[]>(database, "select coalesce(array_agg(tablename::text order by tablename), '{}') from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations'");

    /// <summary>Relations with their columns, functions, and the rows that migrations themselves insert.</summary>
    private static async Task<IReadOnlyList<string>> Schema(TestDatabase database) => await Scalar<string[]>(database, """
        select coalesce(array_agg(entry order by entry), '{}') from (
          select relname || ' ' || coalesce(string_agg(attname || ':' || format_type(atttypid, atttypmod), ',' order by attname), '') as entry
          from pg_class left join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
          where relnamespace = 'public'::regnamespace
            and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')
          group by pg_class.oid, relname
          union all
          select proname || '()' from pg_proc
          where pronamespace = 'public'::regnamespace
            and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
        ) entries
        """);

    private static async Task<T> Scalar<T>(TestDatabase database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private static async Task Execute(TestDatabase database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
