namespace Rtx.Contracts;

/// <summary>One instrument; the key is its <see cref="InstrumentId"/>. Knows the contract, the trading state and the mark price.</summary>
[Alias("rtx.IInstrumentGrain")]
public interface IInstrumentGrain : IGrainWithIntegerKey
{
    /// <summary>The contract; null when there is no such instrument.</summary>
    [Alias("GetInstrument"), AlwaysInterleave]
    Task<Instrument?> GetInstrument(CancellationToken cancellationToken = default);

    /// <summary>Trading state and mark price.</summary>
    [Alias("GetStatus"), AlwaysInterleave]
    Task<InstrumentStatus> GetStatus(CancellationToken cancellationToken = default);

    /// <summary>Halts or continues trading; durable before it returns, then told to the book.</summary>
    [Alias("SetTradingState")]
    Task SetTradingState(TradingState state, CancellationToken cancellationToken = default);

    /// <summary>A newer mark price; older ones are ignored. Saved now and then: losing one costs a revaluation, not a fact.</summary>
    [Alias("ReportMark"), OneWay]
    Task ReportMark(Price price, Timestamp time);
}
