using System.Globalization;
using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching.Streams;

/// <summary>
/// The real book against the reference over long random streams. <c>RTX_RANDOM_COMMANDS</c> sets how many commands each seed has, <c>RTX_RANDOM_SEED</c> adds to the
/// seeds: a longer, other run on demand.
/// </summary>
public class RandomBookTests
{
    private const int CommandsPerSeed = 90_000;
    private const int CompareStatesEvery = 1_000;

    public static TheoryData<int, string> Streams()
    {
        var data = new TheoryData<int, string>();
        foreach (var market in RandomMarket.All)
        {
            data.Add(1, market.Name);
            data.Add(2, market.Name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Book_agrees_with_the_reference_book_event_by_event(int seed, string name)
    {
        var market = RandomMarket.Named(name);
        seed += Setting("RTX_RANDOM_SEED", 0);
        var books = new BookComparison(market.Instrument);
        var stream = new RandomBookCommands(seed, market);
        var commands = new List<BookCommand>();
        var count = Setting("RTX_RANDOM_COMMANDS", CommandsPerSeed);
        while (commands.Count < count)
        {
            var command = stream.Next(books.Reference);
            commands.Add(command);
            var difference = books.Run(command);
            if (difference is null && commands.Count % CompareStatesEvery == 0) difference = books.CompareStates();
            if (difference is not null) Assert.Fail(Explain(seed, market, commands, difference));
        }

        Assert.True(books.Book.Sequence > count, "the stream did too little to prove anything");
    }

    private static string Explain(int seed, RandomMarket market, List<BookCommand> commands, string difference)
    {
        var shrunk = Shrinker.Shrink(commands, candidate => BookComparison.Disagree(market.Instrument, candidate));
        var shrunkDifference = BookComparison.FindDifference(market.Instrument, shrunk);
        return $"""
            Seed {seed}, instrument "{market.Name}", command {commands.Count}: {commands[^1]}
            {difference}

            The same in {shrunk.Count} commands:
            {string.Join('\n', shrunk)}

            {shrunkDifference ?? "(it depends on more than the commands)"}
            """;
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
