using System.CommandLine;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.History;

internal static class HistoryCommand
{
    public static Command Create()
    {
        var system = new RunningSystemOptions();
        var ticks = new Option<int>("--ticks") { Description = "Quotes to store, all instruments together.", DefaultValueFactory = _ => 10_000_000 };
        var instruments = new Option<int>("--instruments") { Description = "Instruments that they are of.", DefaultValueFactory = _ => 10 };
        var queries = new Option<int>("--queries") { Description = "How often each question is asked.", DefaultValueFactory = _ => 300 };
        var compress = new Option<bool>("--direct-compress") { Description = "The writers compress ticks on their way into TimescaleDB." };
        var json = new Option<bool>("--json") { Description = "One JSON object per result." };
        var command = new Command("history", "Stored ticks, candles and spreads: how fast they are read, and how large they are, against the required figures.") { ticks, instruments, queries, compress, json };
        system.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var output = new ResultWriter(parse.InvocationConfiguration.Output, parse.GetValue(json));
            var load = new HistoryLoad(parse.GetValue(ticks) / parse.GetValue(instruments), parse.GetValue(instruments));
            await foreach (var result in new HistoryBenchmark(system.Read(parse), load, parse.GetValue(compress), parse.GetValue(queries)).MeasureAsync(cancellationToken)) await output.WriteAsync(result);
        });
        return command;
    }
}

/// <summary>How much is stored.</summary>
/// <param name="TicksPerInstrument">Quotes of each instrument.</param>
/// <param name="Instruments">Number of instruments.</param>
internal sealed record HistoryLoad(int TicksPerInstrument, int Instruments)
{
    /// <summary>All ticks.</summary>
    public long Total => (long)TicksPerInstrument * Instruments;
}
