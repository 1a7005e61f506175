using Rtx.Model;

namespace Rtx.Gateway.Orders;

/// <summary>The origin of an order request.</summary>
/// <param name="User">The sender.</param>
/// <param name="ConnectionId">The connection that orders may be bound to; 0 without one.</param>
public readonly record struct OrderOrigin(UserId User, long ConnectionId);
