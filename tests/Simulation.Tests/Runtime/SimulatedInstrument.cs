namespace Rtx.Simulation.Tests.Runtime;

/// <summary>An instrument that trades round the clock; what its book is told besides, the simulation tells it.</summary>
internal sealed class SimulatedInstrument(SimulatedCluster cluster, InstrumentId id) : IInstrumentGrain
{
    public Task<Instrument?> GetInstrument(CancellationToken cancellationToken = default) => Task.FromResult(cluster.Database.Instrument(id));

    public Task<InstrumentStatus> GetStatus(CancellationToken cancellationToken = default) =>
        Task.FromResult(new InstrumentStatus(TradingState.Continuous, cluster.Marks.TryGetValue(id, out var mark) ? mark : null, MarkTime: null) { SessionEnd = new Timestamp(long.MaxValue / 2), IsMarkOfBook = cluster.AreMarksOfBooks });

    public Task ReportMark(short providerId, Price price, Timestamp time) => Task.CompletedTask;

    public Task<MarkRules> GetMarkRules(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task SetMarkRules(MarkRules rules, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ReportReference(Price reference, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task ReportVolatilityAuction(Timestamp since, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task SetTradingState(TradingState state, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<TradingSchedule?> GetSchedule(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task SetSchedule(TradingSchedule? schedule, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task SetReferencePrice(Price reference, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
