using System.Collections.Concurrent;
using Rtx.Domain.Instruments;
using Rtx.Domain.Orders;
using Rtx.Domain.Valuation;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Holdings;

/// <summary>
/// What depends on a contract alone: its limits and what its lots amount to. Calculated once per contract and shared by all accounts, so
/// that it stays in the processor's cache.
/// </summary>
internal sealed class InstrumentTerms
{
    // There are few contracts, and an amended one is a different key.
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

    /// <summary>Whether the fee for closing a position at the mark may exceed the margin that this frees.</summary>
    internal bool FeeExceedsMargin { get; }

    /// <exception cref="ArgumentException">The contract breaks a rule of <see cref="InstrumentRules"/>.</exception>
    internal static InstrumentTerms Of(Instrument instrument) =>
        Known.GetOrAdd(instrument, static contract => new InstrumentTerms(contract));
}
