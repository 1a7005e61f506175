using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Risk;

/// <summary>What the open positions of one quote currency are worth and need, at their marks.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Equity">The balance and the positions' profit and loss.</param>
/// <param name="InitialMargin">What the positions need to be opened.</param>
/// <param name="MaintenanceMargin">What they need to be kept.</param>
/// <param name="Positions">The positions, by instrument.</param>
public sealed record MarginState(
    Currency Currency, Amount Equity, Amount InitialMargin, Amount MaintenanceMargin, IReadOnlyList<MarginPosition> Positions)
{
    /// <summary>Whether the account is on margin call: the client should deposit or close.</summary>
    public bool IsCalled => Positions.Count > 0 && Equity < InitialMargin;

    /// <summary>Whether positions must be closed.</summary>
    public bool IsStoppedOut => Positions.Count > 0 && Equity < MaintenanceMargin;
}

/// <summary>How a position is closed for an account whose margin is gone.</summary>
/// <param name="InstrumentId">The instrument of the position.</param>
/// <param name="Side">The side that closes it.</param>
/// <param name="Quantity">The quantity that restores the initial margin, if it trades at the mark.</param>
/// <param name="Limit">The worst price that it may trade at.</param>
/// <param name="Mark">The mark that the limit is based on.</param>
/// <param name="MayDeleverage">Whether holders of the opposite side may be deleveraged at the limit: the book's own traders make the mark,
/// the limit gives the account no profit, and it is within the initial margin of the mark.</param>
public readonly record struct ForcedClosing(
    InstrumentId InstrumentId, Side Side, Quantity Quantity, Price Limit, Price Mark, bool MayDeleverage)
{
    /// <summary>Whether a price is no worse than the limit.</summary>
    public bool Allows(Price price) => Side == Side.Sell ? price >= Limit : price <= Limit;
}
