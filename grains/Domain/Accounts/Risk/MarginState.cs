using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Risk;

/// <summary>What the open positions of one quote currency are worth and need, by their marks.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Equity">The balance and the positions' profit and loss.</param>
/// <param name="InitialMargin">What the positions need to be opened.</param>
/// <param name="MaintenanceMargin">What they need to be kept.</param>
/// <param name="Positions">The positions, by instrument.</param>
public sealed record MarginState(Currency Currency, Amount Equity, Amount InitialMargin, Amount MaintenanceMargin, IReadOnlyList<MarginPosition> Positions)
{
    /// <summary>Whether the client should pay in or close.</summary>
    public bool IsCalled => Positions.Count > 0 && Equity < InitialMargin;

    /// <summary>Whether positions must be closed.</summary>
    public bool IsStoppedOut => Positions.Count > 0 && Equity < MaintenanceMargin;
}

/// <summary>How a position is closed for an account whose margin is gone.</summary>
/// <param name="InstrumentId">Which position.</param>
/// <param name="Side">The side that closes it.</param>
/// <param name="Quantity">How much restores the initial margin, if it trades at the mark.</param>
/// <param name="Limit">The worst price that it may trade at.</param>
/// <param name="Mark">The mark that follows from.</param>
/// <param name="MayDeleverage">Whether those who have the other side may be made to take it at the limit: traders of the book make the mark, the limit brings the account no profit, and is within a margin of the mark.</param>
public readonly record struct ForcedClosing(InstrumentId InstrumentId, Side Side, Quantity Quantity, Price Limit, Price Mark, bool MayDeleverage)
{
    /// <summary>Whether a price is no worse than the limit.</summary>
    public bool Allows(Price price) => Side == Side.Sell ? price >= Limit : price <= Limit;
}
