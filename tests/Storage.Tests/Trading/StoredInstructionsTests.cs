using Rtx.Model;
using Rtx.Storage.Rows;

namespace Rtx.Storage.Tests.Trading;

/// <summary>The lines of <c>order-instructions.jsonl</c> are in databases: they stay as they are, new ones are added at the end.</summary>
public sealed class StoredInstructionsTests
{
    private static readonly OrderInstructions[] Instructions =
    [
        new(),
        new() { StopPx = new Price(-12) },
        new() { StopPx = new Price(99), TriggerSource = TriggerSource.MarkPrice, TrailOffset = new TrailOffset(5, IsBasisPoints: false) },
        new() { TriggerSource = TriggerSource.OppositeBest, TrailOffset = new TrailOffset(150, IsBasisPoints: true) },
        new()
        {
            DisplayQty = new Quantity(10),
            MinQty = new Quantity(3),
            PostOnly = PostOnly.Slide,
            ReduceOnly = true,
            ExpireTime = new Timestamp(1_767_225_600_000_001),
            SelfTradePrevention = SelfTradePrevention.DecrementAndCancel,
            TradeGroup = 9_007_199_254_740_993,
            Tag = new OrderTag("-7"),
            ConnectionId = 12_345_678_901,
        },
        new() { StopPx = new Price(0), ListId = OrderId.Create(new InstrumentId(1), 1), ListRole = ListRole.TakeProfit, ListIndex = 2 },
        new() { Tag = new OrderTag("grid:7") },
    ];

    [Fact]
    public void Instructions_are_written_as_the_lines_of_the_file() => Assert.Equal(Lines(), Instructions.Select(StoredInstructions.Write));

    [Fact]
    public void The_lines_of_the_file_are_read_as_the_instructions() => Assert.Equal(Instructions, Lines().Select(StoredInstructions.Read));

    private static string[] Lines()
    {
        using var reader = new StreamReader(
            typeof(StoredInstructionsTests).Assembly.GetManifestResourceStream("order-instructions.jsonl")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
