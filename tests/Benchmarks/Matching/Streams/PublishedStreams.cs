namespace Rtx.Benchmarks.Matching.Streams;

/// <summary>The three streams that engines are compared by. Six engines in four languages came to these outcomes, so another one is a defect.</summary>
internal static class PublishedStreams
{
    private static readonly (string Name, StreamParameters Parameters, StreamOutcome Outcome)[] Streams =
    [
        ("1k", new StreamParameters(1_000_000, 1_000, Seed: 43), new StreamOutcome(208_753, 0x467e518e71b61c55, 0x469ffaf802a4b7ac)),
        ("10k", new StreamParameters(1_000_000, 10_000, Seed: 42), new StreamOutcome(211_892, 0x860d7c2d9a606aa4, 0xf7faa2350d6c6dc9)),
        ("500k", new StreamParameters(1_000_000, 500_000, Seed: 44), new StreamOutcome(214_195, 0xd97c31eaaf8f9ea0, 0x0095d25572439602)),
    ];

    /// <summary>Their names: open orders in the book.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Streams.Select(stream => stream.Name)];

    /// <summary>Generates one.</summary>
    /// <exception cref="InvalidDataException">The outcome is not the published one.</exception>
    public static CommandStream Generate(string name)
    {
        var stream = StreamGenerator.Generate(name, Streams.Single(each => each.Name == name).Parameters);
        Check(stream);
        return stream;
    }

    /// <summary>Holds a stream's expected outcome against the published one, if there is one of its parameters.</summary>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public static void Check(CommandStream stream)
    {
        foreach (var (name, parameters, outcome) in Streams)
        {
            if (parameters == stream.Parameters && outcome != stream.Expected)
                throw new InvalidDataException($"The stream {stream.Name} gave {stream.Expected}; published for {name} is {outcome}.");
        }
    }
}
