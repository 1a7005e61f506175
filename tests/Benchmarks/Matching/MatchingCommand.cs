using System.CommandLine;
using Rtx.Benchmarks.Matching.Accounts;
using Rtx.Benchmarks.Matching.Features;
using Rtx.Benchmarks.Matching.Replays;
using Rtx.Benchmarks.Matching.Streams;

namespace Rtx.Benchmarks.Matching;

internal static class MatchingCommand
{
    private const string All = "all";
    private const string Features = "features";
    private const string Accounts = "account";
    private const string Trailing = "trailing";
    private const string BaseOfOthers = "10k";

    public static Command Create()
    {
        var file = new Argument<FileInfo?>("FILE") { Description = "A command file of the neutral workload; without it the streams are generated.", Arity = ArgumentArity.ZeroOrOne };
        var runs = new Option<int>("--runs") { Description = "Runs of each workload; their median is printed.", DefaultValueFactory = _ => 5 };
        var workload = new Option<string?>("--workload")
        {
            Description = "Open orders of the stream, or all three (without FILE); or the stream of 10k or of FILE with features, or with accounts around the book; or new highs over a hundred thousand trailing stops.",
        };
        workload.AcceptOnlyFromAmong([.. PublishedStreams.Names, All, Features, Accounts, Trailing]);
        runs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--runs is 1 or more.");
        });
        var json = new Option<bool>("--json") { Description = "One JSON object per workload." };
        var command = new Command("matching", "The order book alone, in process, on one thread.") { file, runs, workload, json };
        command.SetAction(parse =>
        {
            var invocation = parse.InvocationConfiguration;
            try
            {
                if (parse.GetValue(workload) == Trailing && parse.GetValue(file) is null)
                {
                    TrailingBenchmark.Run(invocation.Output);
                    return 0;
                }

                var benchmark = new MatchingBenchmark(parse.GetValue(runs), invocation.Error);
                var output = new MatchingResultWriter(invocation.Output, parse.GetValue(json));
                foreach (var each in Workloads(parse.GetValue(file), parse.GetValue(workload), invocation.Error)) output.Write(benchmark.Measure(each));
                return 0;
            }
            catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                invocation.Error.WriteLine($"error: {problem.Message}");
                return 1;
            }
        });
        return command;
    }

    private static IEnumerable<MatchingWorkload> Workloads(FileInfo? file, string? name, TextWriter progress)
    {
        if (file is not null && name is not (null or Features or Accounts))
            throw new InvalidDataException($"A file is measured as it is or with --workload {Features} or {Accounts}, not {name}.");

        string[] names = name switch
        {
            null or All => [.. PublishedStreams.Names],
            Features or Accounts => [BaseOfOthers],
            _ => [name],
        };
        IEnumerable<CommandStream> streams = file is null ? names.Select(each => Generate(each, progress)) : [CommandFile.Read(file.FullName)];
        return streams.Select(name switch
        {
            Features => WithFeatures,
            Accounts => WithAccounts,
            _ => (Func<CommandStream, MatchingWorkload>)AsItIs,
        });
    }

    private static CommandStream Generate(string name, TextWriter progress)
    {
        progress.WriteLine($"{name}: generating");
        return PublishedStreams.Generate(name);
    }

    private static MatchingWorkload AsItIs(CommandStream stream) => new(stream.Name, stream.Parameters.Seed, () => new StreamReplay(stream), stream.Expected);

    private static MatchingWorkload WithFeatures(CommandStream stream)
    {
        var features = FeatureStream.From(stream);
        return new MatchingWorkload($"{stream.Name} with features", features.Seed, () => new FeatureReplay(features), Expected: null, () => FeatureReplay.Audit(features));
    }

    private static MatchingWorkload WithAccounts(CommandStream stream) =>
        new($"{stream.Name} with accounts", stream.Parameters.Seed, () => new AccountReplay(stream), stream.Expected);
}
