using System.Diagnostics;

namespace Rtx.Gateway.Orders;

/// <summary>Activities of order requests, source <c>Rtx.ClientApi</c>: <c>order.request</c> is all of it, <c>order.parse</c> and <c>order.answer</c> are the translations.</summary>
public static class DeskTracing
{
    public static ActivitySource Source { get; } = new("Rtx.ClientApi");
}
