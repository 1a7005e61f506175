using Rtx.Domain.Matching;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching;

/// <summary>
/// Runs a book by sentences. Commands: <c>s1 Ann sells 5 @ 101 gtc</c>, <c>m1 Bob buys 5 market @ 110 ioc</c> (110 is the protection price),
/// <c>Ann amends s1 to 3 @ 102</c> (or only <c>to 3</c>, only <c>@ 102</c>), <c>Ann cancels s1</c>, <c>halt</c>, <c>continue</c>.
/// </summary>
internal sealed class BookScenario
{
    private static readonly string[] Traders = ["Ann", "Bob", "Cid"];
    private readonly Dictionary<string, OrderId> _orders = [];
    private long _time;

    internal OrderBook Book { get; } = new(TestInstruments.Spot);

    /// <summary>Runs the command and expects the events, told as sentences, or one refusal.</summary>
    internal BookScenario Does(string command, params string[] expected)
    {
        Assert.Equal(expected, Run(command));
        return this;
    }

    /// <summary>Expects the depth, best first: <c>100x5 99x3 | 101x2</c>.</summary>
    internal BookScenario Shows(string depth)
    {
        var bids = new List<DepthLevel>();
        var asks = new List<DepthLevel>();
        Book.CopyDepth(10, bids, asks);
        Assert.Equal(depth, $"{Text(bids)} | {Text(asks)}".Trim());
        return this;

        static string Text(IEnumerable<DepthLevel> levels) => string.Join(' ', levels.Select(level => $"{level.Price.Ticks}x{level.Quantity.Lots}"));
    }

    private string[] Run(string command)
    {
        var words = command.Split(' ');
        var now = new Timestamp(++_time);
        switch (words)
        {
            case ["halt"]:
                Book.SetTradingState(TradingState.Halted);
                return [];
            case ["continue"]:
                Book.SetTradingState(TradingState.Continuous);
                return [];
            case [var trader, "cancels", var name]:
                return Answer(Book.Cancel(AccountOf(trader), _orders[name], now, out var canceled), canceled);
            case [var trader, "amends", var name, .. var terms]:
                return Answer(Book.Amend(AccountOf(trader), new AmendOrder(_orders[name], Value(terms, "to") is { } lots ? new Quantity(lots) : null, PriceOf(terms)), now, out var amended), amended);
            default:
                _orders[words[0]] = OrderId.Create(TestInstruments.Spot.Id, Book.Sequence + 1);
                return Answer(RejectReason.None, Book.Submit(Order(words), now));
        }
    }

    private static BookOrder Order(string[] words) => new(
        AccountOf(words[1]),
        new ClientOrderId(words[0]),
        words[2] == "buys" ? Side.Buy : Side.Sell,
        words.Contains("market") ? OrderType.Market : OrderType.Limit,
        Enum.Parse<TimeInForce>(words[^1], ignoreCase: true),
        new Quantity(long.Parse(words[3])),
        PriceOf(words)!.Value);

    private static Price? PriceOf(string[] words) => Value(words, "@") is { } ticks ? new Price(ticks) : null;

    private static long? Value(string[] words, string after) => Array.IndexOf(words, after) is >= 0 and var index ? long.Parse(words[index + 1]) : null;

    private static AccountId AccountOf(string trader) => new(1 + Array.IndexOf(Traders, trader));

    private static string[] Answer(RejectReason reason, ReadOnlySpan<OrderEvent> events)
    {
        if (reason != RejectReason.None) return [.. events.ToArray().Select(Text), $"refused: {reason}"];
        return [.. events.ToArray().Select(Text)];
    }

    private static string Text(OrderEvent e) => e.ExecType switch
    {
        ExecType.New => $"{e.ClientOrderId} new",
        ExecType.Rejected => $"{e.ClientOrderId} rejected: {e.RejectReason}",
        ExecType.Canceled => $"{e.ClientOrderId} canceled, {e.CumQty.Lots} of {e.OrderQty.Lots}",
        ExecType.Replaced => $"{e.ClientOrderId} replaced, {e.LeavesQty.Lots} @ {e.Price.Ticks}, {(e.PrioritySequence == e.Sequence ? "last in queue" : "keeps place")}",
        ExecType.Trade => $"{e.ClientOrderId} {(e.IsAggressor ? "took" : "gave")} {e.LastQty.Lots} @ {e.LastPx.Ticks}, {e.CumQty.Lots} of {e.OrderQty.Lots}, {e.Status}",
    };
}
