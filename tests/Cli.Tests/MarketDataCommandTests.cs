using System.CommandLine;
using Rtx.Cli.Output;
using Rtx.Client;

namespace Rtx.Cli.Tests;

/// <summary>What the commands ask for and how they show books.</summary>
public sealed class MarketDataCommandTests
{
    private static readonly Depth Depth = new()
    {
        Symbol = "X",
        Sequence = 7,
        Bids = [new DepthLevel { Price = 9.50m, Quantity = 2m, OrderCount = 1 }],
        Asks = [new DepthLevel { Price = 10m, Quantity = 3m, OrderCount = 2 }, new DepthLevel { Price = 11m, Quantity = 1m, OrderCount = 1 }],
    };

    private static readonly Depth Auction = Depth with { State = TradingState.OpeningAuction, IndicativePx = 9.75m, IndicativeQty = 2m };

    private static readonly OrderQueue Queue = new()
    {
        Symbol = "X",
        Sequence = 7,
        Orders =
        [
            new QueuedOrder { OrderId = 4, Side = Side.Buy, Price = 9.50m, Quantity = 2m, PrioritySequence = 4 },
            new QueuedOrder { OrderId = 5, Side = Side.Buy, Price = 9.50m, Quantity = 1m, PrioritySequence = 5 },
            new QueuedOrder { OrderId = 6, Side = Side.Sell, Price = 10m, Quantity = 3m, PrioritySequence = 6 },
        ],
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("book BTCUSD", "GET /api/v1/instruments/BTCUSD/depth?levels=10")]
    [InlineData("book BTCUSD --orders --levels 3", "GET /api/v1/instruments/BTCUSD/queue?limit=3")]
    [InlineData("depth-history BTCUSD --limit 5", "GET /api/v1/instruments/BTCUSD/depth/history?limit=5")]
    [InlineData("spreads BTCUSD --minutes 1 --from 2026-01-05T00:00Z", "GET /api/v1/instruments/BTCUSD/spreads?minutes=1&from=2026-01-05T00%3A00%3A00.000000Z&limit=24")]
    [InlineData("gaps BTCUSD --longer-than 30 --provider 2", "GET /api/v1/instruments/BTCUSD/gaps?providerId=2&longerThan=30&limit=100")]
    [InlineData("watch BTCUSD --orders", "GET /api/v1/instruments/BTCUSD")]
    public async Task A_book_is_asked_for_as_it_was_typed(string typed, string request)
    {
        await using var server = await RecordingServer.StartAsync(Cancel);
        var invocation = new InvocationConfiguration { Output = TextWriter.Null, Error = TextWriter.Null, EnableDefaultExceptionHandler = false };
        await RtxCommandLine.Create().Parse([.. typed.Split(' '), "--url", $"{server.Address}", "--user", "u", "--password", "secret-secret"]).InvokeAsync(invocation, Cancel);
        Assert.Equal([request], server.Requests);
    }

    [Fact]
    public void A_book_line_tells_the_auction_only_when_there_is_one()
    {
        Assert.Equal("depth X 7: 2@9.5 / 3@10 1@11", Lines.Of(Depth));
        Assert.Equal("depth X 7: 2@9.5 / 3@10 1@11 (opening auction, indicative 2 @ 9.75)", Lines.Of(Auction));
        Assert.Equal("depth X 7: 2@9.5 / 3@10 1@11 (halted)", Lines.Of(Depth with { State = TradingState.Halted }));
    }

    [Fact]
    public void An_auction_line_tells_state_price_and_quantity()
    {
        Assert.Equal("auction X opening auction, indicative 2 @ 9.75", Lines.OfAuction(Auction));
        Assert.Equal("auction X continuous", Lines.OfAuction(Depth));
    }

    [Fact]
    public void A_line_of_orders_names_each() => Assert.Equal("orders X 7: 4:2@9.5 5:1@9.5 / 6:3@10", Lines.Of(Queue));

    [Fact]
    public void A_table_of_orders_has_the_sides_beside_each_other()
    {
        var rows = Show(Queue, Tables.Queue).Split('\n').Where(line => line.Contains("9.5", StringComparison.Ordinal)).Select(Cells);
        Assert.Equal([["4", "2", "9.5", "10", "3", "6"], ["5", "1", "9.5", "", "", ""]], rows);
    }

    [Fact]
    public void A_table_of_levels_ends_with_the_auction()
    {
        Assert.EndsWith("opening auction, indicative 2 @ 9.75", Show(Auction, Tables.Book).TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("continuous", Show(Depth, Tables.Book), StringComparison.Ordinal);
    }

    private static string Show<T>(T item, Func<T, Spectre.Console.Rendering.IRenderable> table)
    {
        using var text = new StringWriter();
        new CliOutput(text, TextWriter.Null, json: false).Write(item, table);
        return text.ToString();
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('│', '|').Split('│', '|').Select(cell => cell.Trim())];
}
