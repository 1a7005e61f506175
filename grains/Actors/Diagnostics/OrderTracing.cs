using System.Diagnostics;

namespace Rtx.Actors.Diagnostics;

/// <summary>
/// Activities of an order's way, source <c>Rtx.Orders</c>: <c>order.place</c> is all of it at the account; <c>order.account</c> and <c>order.book</c> are the decisions,
/// <c>order.queue</c> the wait for the book's previous commit. Those of the commit are in the source <c>Rtx.Storage</c>. They cost nothing while nobody listens.
/// </summary>
internal static class OrderTracing
{
    public static ActivitySource Source { get; } = new("Rtx.Orders");

    /// <summary>The time for a step that is told about when it has ended; the default while nobody listens.</summary>
    public static DateTimeOffset StartOfStep => Source.HasListeners() ? DateTimeOffset.UtcNow : default;

    /// <summary>Tells of a step that ends now.</summary>
    public static void EndStep(string name, DateTimeOffset start)
    {
        if (start != default) Source.StartActivity(name, ActivityKind.Internal, parentContext: default, startTime: start)?.Dispose();
    }
}
