using Rtx.Storage.Commits;
using Rtx.Storage.Database;
using Rtx.Storage.Trading;

namespace Rtx.Simulation.Tests.Conformance;

/// <summary>The connections of a silo to PostgreSQL.</summary>
internal sealed class SiloConnection(string connectionString) : IAsyncDisposable
{
    private readonly TradingDatabase _database = new(connectionString);

    public CommitWriter Writer => field ??= new CommitWriter(_database, new GroupCommitOptions());

    public BookStore Books => new(_database);

    public AccountStore Accounts => new(_database);

    public AccountControlStore Controls => new(_database);

    public MarginStore Margins => new(_database);

    public UserStore Users => new(_database);

    public InstrumentStore Instruments => new(_database);

    public InvariantChecks Invariants => new(_database);

    /// <summary>The server's timeline, known after the first query.</summary>
    public int Timeline => (int)_database.History.Timeline;

    public async ValueTask DisposeAsync()
    {
        Writer.Dispose();
        await _database.DisposeAsync();
    }
}
