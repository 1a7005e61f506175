using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <summary>An order as a book takes it: its account has checked it and holds what it may cost.</summary>
/// <param name="AccountId">Whose it is.</param>
/// <param name="ClientOrderId">The client's name for it.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="OrderType">Market or limit.</param>
/// <param name="TimeInForce">How long it lives; market orders are IOC or FOK.</param>
/// <param name="OrderQty">Lots to trade.</param>
/// <param name="Price">The worst price it may trade at: the limit, or the protection price of a market order.</param>
public readonly record struct BookOrder(
    AccountId AccountId, ClientOrderId ClientOrderId, Side Side, OrderType OrderType, TimeInForce TimeInForce, Quantity OrderQty, Price Price)
{
    /// <summary>The client's request with the account that sends it and the worst price it may trade at.</summary>
    public static BookOrder From(AccountId account, NewOrder request, Price limitPrice) =>
        new(account, request.ClientOrderId, request.Side, request.OrderType, request.TimeInForce, request.OrderQty, limitPrice);
}
