using Rtx.Model;

namespace Rtx.ClientApi.Orders;

/// <summary>Where an order request comes from.</summary>
/// <param name="User">Who sends it.</param>
/// <param name="ConnectionId">The hub connection that orders may be bound to; 0 over REST.</param>
internal readonly record struct OrderOrigin(UserId User, long ConnectionId);
