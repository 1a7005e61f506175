namespace Rtx.Model;

/// <summary>Whether an account may trade.</summary>
public enum AccountStatus
{
    /// <summary>May trade.</summary>
    Active = 1,

    /// <summary>May only cancel.</summary>
    Suspended = 2,
}

/// <summary>Who an account belongs to.</summary>
/// <param name="Id">The account.</param>
/// <param name="Owner">The user who may trade it.</param>
/// <param name="Name">For people.</param>
/// <param name="Status">Whether it may trade.</param>
[GenerateSerializer, Immutable, Alias("rtx.Account")]
public sealed record Account(AccountId Id, UserId Owner, string Name, AccountStatus Status);

/// <summary>What an account has of one currency.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Total">The ledger's balance.</param>
/// <param name="Held">Kept for open spot orders.</param>
/// <param name="UnrealizedPnl">Profit and loss of open margined positions at the mark price.</param>
/// <param name="InitialMargin">What open margined positions and orders need: initial margin, what the orders may lose beyond the mark, and their fees.</param>
/// <param name="MaintenanceMargin">Margin below which positions are in danger.</param>
[GenerateSerializer, Immutable, Alias("rtx.Balance")]
public sealed record Balance(Currency Currency, decimal Total, decimal Held, decimal UnrealizedPnl, decimal InitialMargin, decimal MaintenanceMargin)
{
    /// <summary>Total and open profit and loss.</summary>
    public decimal Equity => Total + UnrealizedPnl;

    /// <summary>What new orders may use; negative when positions lost more than is free. Open profit does not count, open loss does.</summary>
    public decimal Available => Total + Math.Min(UnrealizedPnl, 0m) - Held - InitialMargin;
}

/// <summary>An open margined position, netted.</summary>
/// <param name="InstrumentId">The instrument.</param>
/// <param name="Lots">Signed lots: plus is long.</param>
/// <param name="Cost">Signed quote value at which the open lots were entered, same sign as <paramref name="Lots"/> for positive prices.</param>
/// <param name="RealizedPnl">Profit and loss realised over the life of the position row, before fees.</param>
/// <param name="MarkPrice">Price of the valuation; null when there is none yet.</param>
/// <param name="UnrealizedPnl">Profit and loss at the mark; 0 without a mark.</param>
[GenerateSerializer, Immutable, Alias("rtx.Position")]
public sealed record Position(InstrumentId InstrumentId, long Lots, decimal Cost, decimal RealizedPnl, Price? MarkPrice, decimal UnrealizedPnl);

/// <summary>An account at one moment, all of it committed.</summary>
/// <param name="Account">The account.</param>
/// <param name="Balances">By currency.</param>
/// <param name="Positions">Open positions by instrument.</param>
/// <param name="OpenOrders">Working orders by id.</param>
[GenerateSerializer, Immutable, Alias("rtx.AccountSummary")]
public sealed record AccountSummary(Account Account, IReadOnlyList<Balance> Balances, IReadOnlyList<Position> Positions, IReadOnlyList<Order> OpenOrders);
