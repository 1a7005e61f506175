using System.Diagnostics.Metrics;

namespace Rtx.ClientApi.LiveData;

/// <summary>Metrics of live data (<c>dotnet-counters</c>, OpenTelemetry).</summary>
internal static class LiveMetrics
{
    private static readonly Meter Meter = new("Rtx.ClientApi");

    public static readonly UpDownCounter<long> Connections = Meter.CreateUpDownCounter<long>(
        "rtx.live.connections", "{connection}", "Hub connections");
    public static readonly UpDownCounter<long> Pending = Meter.CreateUpDownCounter<long>(
        "rtx.live.pending", "{connection}", "Connections that do not take what is sent as fast as it comes");
    public static readonly Counter<long> Messages = Meter.CreateCounter<long>("rtx.live.messages", "{message}", "Messages sent");
    public static readonly Counter<long> Quotes = Meter.CreateCounter<long>("rtx.live.quotes", "{quote}", "Quotes sent, in fewer messages");
    public static readonly Counter<long> Conflated = Meter.CreateCounter<long>(
        "rtx.live.conflated", "{quote}", "Quotes that a newer one replaced before they could be sent");
    public static readonly Counter<long> Resyncs = Meter.CreateCounter<long>(
        "rtx.live.resyncs", "{message}", "Times that a client was told to start again");
    public static readonly Counter<long> Cut = Meter.CreateCounter<long>(
        "rtx.live.cut", "{connection}", "Connections that were cut off because they did not read");
}
