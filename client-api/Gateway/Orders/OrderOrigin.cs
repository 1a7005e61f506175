using Rtx.Model;

namespace Rtx.Gateway.Orders;

/// <summary>Where an order request comes from.</summary>
/// <param name="User">Who sends it.</param>
/// <param name="ConnectionId">The connection that orders may be bound to; 0 without one.</param>
public readonly record struct OrderOrigin(UserId User, long ConnectionId);
