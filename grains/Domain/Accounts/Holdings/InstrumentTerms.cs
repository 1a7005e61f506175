using System.Collections.Concurrent;
using Rtx.Domain.Instruments;
using Rtx.Domain.Orders;
using Rtx.Domain.Valuation;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>
/// What follows from a contract alone: its limits and what its lots amount to. Worked out once per contract and shared by all accounts, which is why they find it in the
/// cache of the processor; nothing else tells that it is shared.
/// </summary>
internal sealed class InstrumentTerms
{
    // Contracts are few, and an amended one is another contract.
    private static readonly ConcurrentDictionary<Instrument, InstrumentTerms> Known = new();

    private InstrumentTerms(Instrument instrument)
    {
        Instrument = instrument;
        IsMargined = instrument.Kind == InstrumentKind.Margined;
        Checks = new OrderChecks(instrument);
        Amounts = new InstrumentAmounts(instrument);
        FeeExceedsMargin = Math.Max(instrument.MakerFeeRate, instrument.TakerFeeRate) > instrument.InitialMarginRate;
    }

    internal Instrument Instrument { get; }

    internal bool IsMargined { get; }

    internal OrderChecks Checks { get; }

    internal InstrumentAmounts Amounts { get; }

    /// <summary>Whether closing a position may cost more than the margin that it sets free, at the mark.</summary>
    internal bool FeeExceedsMargin { get; }

    /// <exception cref="ArgumentException">The contract breaks a rule of <see cref="InstrumentRules"/>.</exception>
    internal static InstrumentTerms Of(Instrument instrument) => Known.GetOrAdd(instrument, static contract => new InstrumentTerms(contract));
}
