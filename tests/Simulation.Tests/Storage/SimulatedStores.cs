using Npgsql;
using Rtx.Simulation.Tests.Runtime;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;

namespace Rtx.Simulation.Tests.Storage;

/// <summary>
/// The reads of grains: each query takes a while and may fail. Others may commit between taking an epoch and reading the state.
/// </summary>
internal sealed class SimulatedStores(
    SimulatedDatabase database, SimulatedWorld world, Faults faults,
    Action checkServer) : IBookStore, IAccountStore, IAccountControlStore, IMarginStore, IInstrumentStore
{
    private static readonly TimeSpan LongestQuery = TimeSpan.FromMilliseconds(3);

    public async Task<BookSnapshot?> OpenAsync(InstrumentId id, CancellationToken cancellationToken)
    {
        if (await QueryAsync(() => database.Instrument(id)) is null) return null;
        var epoch = await TakeEpochAsync(StreamKey.Of(id));
        return await QueryAsync(() => database.ReadBook(id, epoch));
    }

    public async Task<AccountSnapshot?> OpenAsync(AccountId id, int maxClientOrderIds, CancellationToken cancellationToken)
    {
        if (await QueryAsync(() => database.Accounts.FirstOrDefault(account => account.Id == id)) is null) return null;
        var epoch = await TakeEpochAsync(StreamKey.Of(id));
        return await QueryAsync(() => database.ReadAccount(id, epoch, maxClientOrderIds));
    }

    public Task<AccountControlsRow> ReadAsync(AccountId account, CancellationToken cancellationToken) =>
        QueryAsync(() => database.Controls(account));

    public Task<IReadOnlyList<MarginEvent>> ReadLastAsync(AccountId account, CancellationToken cancellationToken) =>
        QueryAsync(() => database.LastMarginEvents(account));

    public Task<IReadOnlyList<OrderEvent>> ReadEventsAsync(
        AccountId account, InstrumentId instrument, long after, CancellationToken cancellationToken) =>
        QueryAsync(() => database.EventsOf(account, instrument, after));

    public Task<long> ReadBookEpochAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        QueryAsync(() => database.Epoch(StreamKey.Of(instrument)));

    public Task<IReadOnlyList<InstrumentId>> ReadUnsettledBooksAsync(AccountId account, CancellationToken cancellationToken) =>
        QueryAsync(() => database.UnsettledBooks(account));

    public Task<PlacedOrder?> FindOrderAsync(AccountId account, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        QueryAsync(() => database.FindOrder(account, clientOrderId));

    public Task<PlacedAmendment?> FindAmendmentAsync(
        AccountId account, OrderId order, ClientOrderId newClientOrderId, CancellationToken cancellationToken) =>
        QueryAsync(() => database.FindAmendment(account, order, newClientOrderId));

    public Task<Order?> FindOrderAsync(AccountId account, OrderId order, CancellationToken cancellationToken) =>
        QueryAsync(() => database.FindOrder(account, order));

    public Task<Money?> FindMovementAsync(AccountId account, string reference, CancellationToken cancellationToken) =>
        QueryAsync(() => database.FindMovement(account, reference));

    public Task<Instrument?> FindInstrumentAsync(InstrumentId id, CancellationToken cancellationToken) =>
        QueryAsync(() => database.Instrument(id));

    public Task<InstrumentSchedule?> FindScheduleAsync(InstrumentId id, CancellationToken cancellationToken) =>
        QueryAsync(() => database.Schedules.GetValueOrDefault(id));

    public Task<bool> SetScheduleAsync(
        InstrumentId id, InstrumentSchedule? schedule, CancellationToken cancellationToken) => QueryAsync(() =>
    {
        database.Schedules[id] = schedule;
        return true;
    });

    // The sequence as of taking the epoch: nobody else changes it afterwards.
    private Task<long> TakeEpochAsync(StreamKey stream) => QueryAsync(() =>
    {
        database.TakeEpoch(stream);
        return database.Epoch(stream);
    });

    private async Task<T> QueryAsync<T>(Func<T> query)
    {
        await world.Delay(world.UpTo(LongestQuery));
        if (faults.IsDatabaseAway || world.Chance(faults.FailedReads)) throw new NpgsqlException("the database does not answer");
        checkServer();
        return query();
    }
}
