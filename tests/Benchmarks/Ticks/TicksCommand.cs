using System.CommandLine;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Ticks;

internal static class TicksCommand
{
    public static Command Create()
    {
        var system = new RunningSystemOptions();
        var ticks = new Option<int>("--ticks") { Description = "Quotes to send, all instruments together.", DefaultValueFactory = _ => 1_600_000 };
        var instruments = new Option<int>("--instruments") { Description = "Instruments, each with a sender of its own.", DefaultValueFactory = _ => 8 };
        var batch = new Option<int>("--batch") { Description = "Ticks in a batch and in a bare COPY.", DefaultValueFactory = _ => 5_000 };
        var rate = new Option<int>("--rate") { Description = "Ticks per second at which latency is measured.", DefaultValueFactory = _ => 50_000 };
        var throttle = new Option<int>("--throttle") { Description = "Ticks per second that the writers are held to while orders are measured.", DefaultValueFactory = _ => 50_000 };
        var compress = new Option<bool>("--direct-compress") { Description = "Both sides compress ticks on their way into TimescaleDB. Not over REST." };
        var rest = new Option<bool>("--rest") { Description = "Only over REST, as JSON." };
        var json = new Option<bool>("--json") { Description = "One JSON object per result." };
        var command = new Command("ticks", "Ticks through gateway, stream and writer, against a bare binary COPY of the same rows.") { ticks, instruments, batch, rate, throttle, compress, rest, json };
        system.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var load = new TickLoad(parse.GetValue(ticks) / parse.GetValue(instruments), parse.GetValue(instruments), parse.GetValue(batch));
            var output = new ResultWriter(parse.InvocationConfiguration.Output, parse.GetValue(json));
            if (parse.GetValue(rest))
            {
                await output.WriteAsync(await new TicksBenchmark(system.Read(parse), load).MeasureAsync(cancellationToken));
                return;
            }

            var benchmark = new GatewayBenchmark(system.Read(parse), load, parse.GetValue(compress));
            await output.WriteAsync($"{load.Total:#,0} quotes of {load.Instruments} instruments in batches of {load.Batch:#,0}", await benchmark.MeasureThroughputAsync(cancellationToken));
            await output.WriteAsync("ticks latency", await benchmark.MeasureLatencyAsync(parse.GetValue(rate), cancellationToken));
            await output.WriteAsync("orders beside ticks", await benchmark.MeasureOrdersAsync(isFlooded: false, throttle: 0, cancellationToken));
            await output.WriteAsync("orders beside ticks", await benchmark.MeasureOrdersAsync(isFlooded: true, throttle: 0, cancellationToken));
            await output.WriteAsync("orders beside ticks", await benchmark.MeasureOrdersAsync(isFlooded: true, parse.GetValue(throttle), cancellationToken));
        });
        return command;
    }
}

/// <summary>How much is sent.</summary>
/// <param name="TicksPerInstrument">Quotes of each instrument.</param>
/// <param name="Instruments">Number of instruments, and of senders.</param>
/// <param name="Batch">Ticks per request.</param>
internal sealed record TickLoad(int TicksPerInstrument, int Instruments, int Batch)
{
    /// <summary>All ticks.</summary>
    public long Total => (long)TicksPerInstrument * Instruments;
}
