using System.ComponentModel.DataAnnotations;

namespace Rtx.Contracts;

/// <summary>
/// One instrument; the key is its <see cref="InstrumentId"/>. Knows the contract, the schedule, the trading state and the mark price, and tells the book each state:
/// an operator's halt; else a volatility auction, while the schedule says continuous; else what the schedule says, without one what an operator says.
/// A state that the book could not be told is told again until it has it, also by the next silo.
/// </summary>
[Alias("rtx.IInstrumentGrain")]
public interface IInstrumentGrain : IGrainWithIntegerKey
{
    /// <summary>The contract; null when there is no such instrument.</summary>
    [Alias("GetInstrument"), AlwaysInterleave, ReadOnly]
    Task<Instrument?> GetInstrument(CancellationToken cancellationToken = default);

    /// <summary>Trading state, what comes next, and mark price.</summary>
    [Alias("GetStatus"), AlwaysInterleave, ReadOnly]
    Task<InstrumentStatus> GetStatus(CancellationToken cancellationToken = default);

    /// <summary>
    /// An operator's word: Halted halts, Continuous ends the halt and leads to what the schedule says. Without a schedule any state is set as it is. Durable, then told
    /// to the book; returns when the book has it. A failure leaves it unknown how far that came, and a durable state is still told.
    /// </summary>
    /// <exception cref="ValidationException">The instrument has a schedule, which decides about other states; or there is no such state or instrument.</exception>
    [Alias("SetTradingState")]
    Task SetTradingState(TradingState state, CancellationToken cancellationToken = default);

    /// <summary>The schedule; null when the instrument trades round the clock.</summary>
    [Alias("GetSchedule"), AlwaysInterleave, ReadOnly]
    Task<TradingSchedule?> GetSchedule(CancellationToken cancellationToken = default);

    /// <summary>Replaces the schedule, or takes it away; in force at once, durable before it returns. A halt stays.</summary>
    /// <exception cref="ValidationException">The schedule breaks a rule; the message names it. Or there is no such instrument.</exception>
    [Alias("SetSchedule")]
    Task SetSchedule(TradingSchedule? schedule, CancellationToken cancellationToken = default);

    /// <summary>An operator's middle of the static price band; durable, then told to the book.</summary>
    /// <exception cref="ValidationException">There is no such instrument.</exception>
    [Alias("SetReferencePrice")]
    Task SetReferencePrice(Price reference, CancellationToken cancellationToken = default);

    /// <summary>
    /// The book has entered a volatility auction; durable before it returns. It ends after the time of the <see cref="MatchingRules"/>, or when the schedule says
    /// something else than continuous. A repeated report does not prolong it.
    /// </summary>
    [Alias("ReportVolatilityAuction")]
    Task ReportVolatilityAuction(Timestamp since, CancellationToken cancellationToken = default);

    /// <summary>The book has a new middle of its static price band, from an auction; durable before it returns.</summary>
    [Alias("ReportReference")]
    Task ReportReference(Price reference, CancellationToken cancellationToken = default);

    /// <summary>Where the mark price comes from.</summary>
    [Alias("GetMarkRules"), AlwaysInterleave]
    Task<MarkRules> GetMarkRules(CancellationToken cancellationToken = default);

    /// <summary>Sets where the mark price comes from; durable before it returns. The present mark stays until the next price.</summary>
    /// <exception cref="ValidationException">A rule can't be kept; the message names it. Or there is no such instrument.</exception>
    [Alias("SetMarkRules")]
    Task SetMarkRules(MarkRules rules, CancellationToken cancellationToken = default);

    /// <summary>
    /// What a provider has seen; 0 is the instrument's own book. What it does to the mark is for the <see cref="MarkRules"/> to say. A changed mark is passed on to the
    /// book, and saved now and then: losing one costs a revaluation, not a fact.
    /// </summary>
    [Alias("ReportMark"), OneWay]
    Task ReportMark(short providerId, Price price, Timestamp time);

    /// <summary>What the instrument's own book has seen; of one that another activation has replaced, by its epoch, nothing is taken.</summary>
    [Alias("ReportBookMark"), OneWay]
    Task ReportBookMark(long epoch, Price price);
}
