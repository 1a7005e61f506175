using System.CommandLine;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Ticks;

internal static class TicksCommand
{
    public static Command Create()
    {
        var system = new RunningSystemOptions();
        var ticks = new Option<int>("--ticks") { Description = "Quotes to send, all instruments together.", DefaultValueFactory = _ => 400_000 };
        var instruments = new Option<int>("--instruments") { Description = "Instruments, each with a sender of its own.", DefaultValueFactory = _ => 4 };
        var batch = new Option<int>("--batch") { Description = "Ticks in a request and in a bare COPY.", DefaultValueFactory = _ => 5_000 };
        var json = new Option<bool>("--json") { Description = "One JSON object per result." };
        var command = new Command("ticks", "Ticks through gateway, stream and writer, against a bare binary COPY of the same rows.") { ticks, instruments, batch, json };
        system.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var load = new TickLoad(parse.GetValue(ticks) / parse.GetValue(instruments), parse.GetValue(instruments), parse.GetValue(batch));
            var output = new ResultWriter(parse.InvocationConfiguration.Output, parse.GetValue(json));
            await output.WriteAsync(await new TicksBenchmark(system.Read(parse), load).MeasureAsync(cancellationToken));
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
