using Rtx.Domain.Ledger;

namespace Rtx.Domain.Accounts.Risk;

/// <summary>
/// What a position and the open orders of one instrument need together. Any part of the orders may trade, so it is the larger of two ends:
/// the longest and the shortest possible position. An order adds its lots' margin to its own end, and its loss to both; at the opposite
/// end, where it closes, the freed margin pays for the loss first.
/// </summary>
/// <param name="Long">What is needed at the long end.</param>
/// <param name="Short">What is needed at the short end.</param>
/// <param name="LongMargin">The initial margin at the long end.</param>
/// <param name="ShortMargin">The initial margin at the short end.</param>
/// <param name="Loss">The loss of all orders beyond the mark, with their fees.</param>
internal readonly record struct MarginNeed(Amount Long, Amount Short, Amount LongMargin, Amount ShortMargin, Amount Loss)
{
    /// <summary>What is needed.</summary>
    internal Amount Total => Amount.Max(Amount.Max(Long, Short), Amount.Zero);

    /// <summary>The initial margin in it.</summary>
    internal Amount Margin => Amount.Max(Long >= Short ? LongMargin : ShortMargin, Amount.Zero);
}
