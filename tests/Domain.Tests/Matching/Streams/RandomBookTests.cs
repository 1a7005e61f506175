using System.Globalization;
using Rtx.Domain.Matching.Rules;
using Rtx.Model;
using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching.Streams;

/// <summary>
/// Compares the real book with the reference book over long random streams. <c>RTX_RANDOM_COMMANDS</c> sets the number of commands per
/// seed, <c>RTX_RANDOM_SEED</c> is added to the seeds: for longer or different runs on demand.
/// </summary>
public class RandomBookTests
{
    private const int CommandsPerSeed = 90_000;
    private const int CompareStatesEvery = 1_000;
    private const int SlicedCommandsPerSeed = 30_000;
    private const int OftenEnough = 5;

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
        Compare(seed, market, BookLimits.None, new RandomBookCommands(seed, market), Setting("RTX_RANDOM_COMMANDS", CommandsPerSeed));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Book_agrees_with_the_reference_book_while_ends_of_orders_are_reported_in_slices(int seed, string name)
    {
        var market = RandomMarket.Named(name);
        var limits = new BookLimits { EventsPerSlice = seed, MaxOrders = 60, MaxOrdersPerAccount = 20 };
        seed += Setting("RTX_RANDOM_SEED", 0);
        var (met, refused) = Compare(
            seed, market, limits, new RandomBookCommands(seed, market, expiresTogether: true),
            Setting("RTX_RANDOM_COMMANDS", SlicedCommandsPerSeed));
        // Near the lowest price hardly any order rests.
        if (market == RandomMarket.Penny) return;
        Assert.True(met >= OftenEnough, $"{met} orders that are over were met: too little to prove anything");
        Assert.True(refused >= OftenEnough, $"{refused} orders found the book full: too little to prove anything");
    }

    private static (int MetOver, int FoundFull) Compare(
        int seed, RandomMarket market, BookLimits limits, RandomBookCommands stream, int count)
    {
        var books = new BookComparison(market.Instrument, limits);
        var commands = new List<BookCommand>();
        var (met, refused) = (0, 0);
        while (commands.Count < count)
        {
            var command = stream.Next(books.Reference);
            var over = books.Reference.OverOrderCount;
            commands.Add(command);
            var difference = books.Run(command);
            if (difference is null && commands.Count % CompareStatesEvery == 0) difference = books.CompareStates();
            if (difference is not null) Assert.Fail(Explain(seed, market, limits, commands, difference));
            if (over > limits.EventsPerSlice && command is not ExpireCommand
                && books.Answer.Events.Any(e => e.Reason == ExecReason.ExpireTime)) met++;
            if (books.Answer.Events.Any(e => e.RejectReason == RejectReason.BookFull)) refused++;
        }

        Assert.True(books.Book.Sequence > count * 3 / 4, "the stream did too little to prove anything");
        return (met, refused);
    }

    private static string Explain(int seed, RandomMarket market, BookLimits limits, List<BookCommand> commands, string difference)
    {
        var shrunk = Shrinker.Shrink(commands, candidate => BookComparison.Disagree(market.Instrument, limits, candidate));
        var shrunkDifference = BookComparison.FindDifference(market.Instrument, limits, shrunk);
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
