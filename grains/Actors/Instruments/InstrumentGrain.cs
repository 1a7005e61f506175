using Rtx.Storage;

namespace Rtx.Actors.Instruments;

/// <summary>What the instrument grain keeps in grain storage.</summary>
[GenerateSerializer, Alias("rtx.InstrumentMemory")]
internal sealed class InstrumentMemory
{
    [Id(0)] public TradingState State { get; set; } = TradingState.Continuous;

    [Id(1)] public Price? MarkPrice { get; set; }

    [Id(2)] public Timestamp? MarkTime { get; set; }
}

/// <summary>One instrument. The contract is reference data in SQL; state and mark are grain state.</summary>
internal sealed class InstrumentGrain(
    [PersistentState("instrument", InstrumentGrain.StorageName)] IPersistentState<InstrumentMemory> memory, DirectoryStore directory) : Grain, IInstrumentGrain
{
    /// <summary>Name of the grain storage provider.</summary>
    public const string StorageName = "grains";

    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);

    private Instrument? _instrument;
    private bool _markIsUnsaved;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _instrument = await directory.FindInstrumentAsync(new InstrumentId((int)this.GetPrimaryKeyLong()), cancellationToken);
        this.RegisterGrainTimer(SaveMark, new GrainTimerCreationOptions(SaveInterval, SaveInterval));
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => SaveMark(cancellationToken);

    public async Task<Instrument?> GetInstrument(CancellationToken cancellationToken) =>
        _instrument ??= await directory.FindInstrumentAsync(new InstrumentId((int)this.GetPrimaryKeyLong()), cancellationToken);

    public Task<InstrumentStatus> GetStatus(CancellationToken cancellationToken) =>
        Task.FromResult(new InstrumentStatus(memory.State.State, memory.State.MarkPrice, memory.State.MarkTime));

    public async Task SetTradingState(TradingState state, CancellationToken cancellationToken)
    {
        memory.State.State = state;
        await memory.WriteStateAsync(cancellationToken);
        await GrainFactory.GetGrain<IOrderBookGrain>(this.GetPrimaryKeyLong()).SetTradingState(state, cancellationToken);
    }

    public Task ReportMark(Price price, Timestamp time)
    {
        if (memory.State.MarkTime is { } known && time < known) return Task.CompletedTask;
        (memory.State.MarkPrice, memory.State.MarkTime, _markIsUnsaved) = (price, time, true);
        return Task.CompletedTask;
    }

    private async Task SaveMark(CancellationToken cancellationToken)
    {
        if (!_markIsUnsaved) return;
        _markIsUnsaved = false;
        await memory.WriteStateAsync(cancellationToken);
    }
}
