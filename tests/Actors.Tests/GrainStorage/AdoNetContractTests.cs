using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;
using Rtx.Storage.Migrations;
using Rtx.Testing.Infrastructure;

namespace Rtx.Actors.Tests.GrainStorage;

/// <summary>Our tables and statements, used by the runtime's own providers.</summary>
public sealed class AdoNetContractTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string StorageName = "contract";
    private const string StateName = "state";

    private TestDatabase? _database;
    private InProcessTestCluster? _cluster;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync(DatabaseKind.Orleans);
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseSystemTextJsonGrainStorageSerializer();
            silo.AddAdoNetGrainStorage(StorageName, (AdoNetGrainStorageOptions options) => (options.Invariant,
                options.ConnectionString) = ("Npgsql", _database.ConnectionString));
            silo.UseAdoNetReminderService((AdoNetReminderTableOptions options) => (options.Invariant, options.ConnectionString) = ("Npgsql",
                _database.ConnectionString));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("book-1")]
    [InlineData("17")]
    public async Task State_is_read_back_as_it_was_written_and_gone_when_cleared(string key)
    {
        var grain = GrainId.Create("sample", key);
        var written = new GrainState<Sample> { State = new Sample { Value = 41 } };
        await Storage.WriteStateAsync(StateName, grain, written);
        written.State!.Value = 42;
        await Storage.WriteStateAsync(StateName, grain, written);

        var read = await ReadAsync(grain);
        Assert.Equal((true, 42, written.ETag), (read.RecordExists, read.State!.Value, read.ETag));

        await Storage.ClearStateAsync(StateName, grain, read);
        Assert.False((await ReadAsync(grain)).RecordExists);

        read.State = new Sample { Value = 43 };
        await Storage.WriteStateAsync(StateName, grain, read);
        Assert.Equal(43, (await ReadAsync(grain)).State!.Value);
    }

    [Fact]
    public async Task A_write_or_clear_on_top_of_an_older_version_is_refused()
    {
        var grain = GrainId.Create("sample", "book-2");
        await Storage.WriteStateAsync(StateName, grain, new GrainState<Sample> { State = new Sample { Value = 1 } });
        var mine = await ReadAsync(grain);
        var other = await ReadAsync(grain);
        other.State!.Value = 2;
        await Storage.WriteStateAsync(StateName, grain, other);

        mine.State!.Value = 3;
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(StateName, grain, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(StateName, grain, mine));

        Assert.Equal(2, (await ReadAsync(grain)).State!.Value);
    }

    [Fact]
    public async Task Of_two_first_writes_one_is_refused()
    {
        var grain = GrainId.Create("sample", "7");
        await Storage.WriteStateAsync(StateName, grain, new GrainState<Sample> { State = new Sample { Value = 1 } });

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => Storage.WriteStateAsync(StateName, grain, new GrainState<Sample> { State = new Sample { Value = 2 } }));

        Assert.Equal(1, (await ReadAsync(grain)).State!.Value);
    }

    [Fact]
    public async Task Reminders_are_stored_found_by_range_and_removed_by_version()
    {
        var reminders = Services.GetRequiredService<IReminderTable>();
        var grain = GrainId.Create("sample", "book-3");
        var entry = new ReminderEntry
        {
            GrainId = grain,
            ReminderName = "wake",
            StartAt = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            Period = TimeSpan.FromMinutes(5),
        };
        await reminders.UpsertRow(entry, Cancel);
        entry.Period = TimeSpan.FromMinutes(6);
        var version = await reminders.UpsertRow(entry, Cancel);

        var read = await reminders.ReadRow(grain, "wake", Cancel);
        Assert.Equal((entry.StartAt, entry.Period, version), (read!.StartAt, read.Period, read.ETag));
        Assert.Single((await reminders.ReadRows(grain, Cancel)).Reminders);
        var hash = grain.GetUniformHashCode();
        Assert.Contains((await reminders.ReadRows(hash - 1, hash, Cancel)).Reminders, reminder => reminder.GrainId == grain);
        Assert.DoesNotContain((await reminders.ReadRows(hash, hash + 1, Cancel)).Reminders, reminder => reminder.GrainId == grain);
        Assert.Contains((await reminders.ReadRows(hash + 1, hash, Cancel)).Reminders, reminder => reminder.GrainId == grain);

        Assert.False(await reminders.RemoveRow(grain, "wake", "0", Cancel));
        Assert.True(await reminders.RemoveRow(grain, "wake", version!, Cancel));
        Assert.Null(await reminders.ReadRow(grain, "wake", Cancel));
    }

    private IServiceProvider Services => _cluster!.GetSiloServiceProvider(_cluster.Silos[0].SiloAddress);

    private IGrainStorage Storage => Services.GetRequiredKeyedService<IGrainStorage>(StorageName);

    private async Task<GrainState<Sample>> ReadAsync(GrainId grain)
    {
        var state = new GrainState<Sample> { State = new Sample() };
        await Storage.ReadStateAsync(StateName, grain, state);
        return state;
    }

    /// <summary>A grain's state.</summary>
    public sealed class Sample
    {
        public int Value { get; set; }
    }
}
