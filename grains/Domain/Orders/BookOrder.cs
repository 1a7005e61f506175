using Rtx.Model;

namespace Rtx.Domain.Orders;

/// <summary>An order as a book takes it: its account has checked it and holds what it may cost.</summary>
/// <param name="OrderId">Its id; must not be that of an open order.</param>
/// <param name="AccountId">Whose it is.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="OrderType">Order type (FIX 40).</param>
/// <param name="TimeInForce">How long it lives.</param>
/// <param name="OrderQty">Lots to trade.</param>
/// <param name="Price">The worst price it may trade at: the limit, or the protection price of a market-like order.</param>
/// <param name="Instructions">All else it asks; null asks for nothing.</param>
public readonly record struct BookOrder(
    OrderId OrderId, AccountId AccountId, Side Side, OrderType OrderType, TimeInForce TimeInForce, Quantity OrderQty, Price Price, OrderInstructions? Instructions = null);
