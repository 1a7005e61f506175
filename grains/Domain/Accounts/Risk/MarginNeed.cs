using Rtx.Domain.Ledger;

namespace Rtx.Domain.Accounts.Risk;

/// <summary>
/// What a position and the open orders of one instrument need together. Any part of the orders may trade, so it is the larger of two ends: the position as long as it can get, and as
/// short. An order adds its lots' margin to the end that it leads to, and to both what it loses; in the other one, where it closes, the margin that it sets free pays for that first.
/// </summary>
/// <param name="Long">What is needed at the long end.</param>
/// <param name="Short">What is needed at the short end.</param>
/// <param name="LongMargin">The initial margin in it.</param>
/// <param name="ShortMargin">The initial margin in it.</param>
/// <param name="Loss">What all orders lose together beyond the mark, and their fees.</param>
internal readonly record struct MarginNeed(Amount Long, Amount Short, Amount LongMargin, Amount ShortMargin, Amount Loss)
{
    /// <summary>What is needed.</summary>
    internal Amount Total => Amount.Max(Amount.Max(Long, Short), Amount.Zero);

    /// <summary>The initial margin in it.</summary>
    internal Amount Margin => Amount.Max(Long >= Short ? LongMargin : ShortMargin, Amount.Zero);
}
