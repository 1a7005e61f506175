using System.Diagnostics;

namespace Rtx.Gateway.Orders;

/// <summary>
/// Activities of order requests, source <c>Rtx.ClientApi</c>: <c>order.request</c> covers the whole request, <c>order.parse</c> and
/// <c>order.answer</c> the translations.
/// </summary>
public static class DeskTracing
{
    public static ActivitySource Source { get; } = new("Rtx.ClientApi");
}
