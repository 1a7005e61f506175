using Rtx.Domain.Matching.Rules;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Matching.Scenarios;

/// <summary>
/// Runs a book with commands as sentences. Orders and lists: <see cref="ScenarioOrders"/>; their events: <see cref="ScenarioEvents"/>.
/// <para>Other commands: <c>Ann amends s1 to 3 @ 102 when 99 shows 2 until 40 named s2</c> (each part is optional), <c>Ann cancels s1</c>,
/// <c>Ann cancels all</c> (then <c>buys</c> or <c>sells</c>, <c>tag 3</c>, <c>over 9</c>, and <c>as KillSwitch</c> for the reason).</para>
/// <para>The market: <c>state OpeningAuction</c>, <c>halt</c>, <c>continue</c>, <c>mark 105</c>, <c>reference 100</c> (<c>reference
/// none</c>), <c>at 40</c> (time passes), <c>Ann holds -5</c> (an existing position in lots). Each command comes one microsecond after the
/// previous one.</para>
/// </summary>
internal sealed class BookScenario(Instrument instrument, BookLimits limits)
{
    private readonly ScenarioOrders _orders = new(instrument.Id);
    private readonly ScenarioEvents _events = new();
    private long _time;

    internal BookScenario()
        : this(TestInstruments.Spot)
    {
    }

    internal BookScenario(Instrument instrument)
        : this(instrument, BookLimits.None)
    {
    }

    internal static BookScenario Margined => new(TestInstruments.Margined);

    /// <summary>A margined instrument with rules.</summary>
    internal static BookScenario With(MatchingRules rules) => new(TestInstruments.Margined with { MatchingRules = rules });

    internal OrderBook Book { get; } = new(instrument, limits);

    /// <summary>Runs the command and expects the events, as sentences, or one refusal.</summary>
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

        static string Text(IEnumerable<DepthLevel> levels) =>
            string.Join(' ', levels.Select(level => $"{level.Price.Ticks}x{level.Quantity.Lots}"));
    }

    /// <summary>Expects an order to wait for a trigger price: <c>5 @ 93, waits for 98</c>.</summary>
    internal BookScenario Has(string name, string state)
    {
        var order = Book.Find(_orders.IdOf(name))!.Value;
        Assert.Equal(state, $"{order.LeavesQty.Lots} @ {order.Price.Ticks}, waits for {order.Instructions!.StopPx!.Value.Ticks}");
        return this;
    }

    /// <summary>Expects a trading state.</summary>
    internal BookScenario Is(TradingState state)
    {
        Assert.Equal(state, Book.State);
        return this;
    }

    /// <summary>
    /// Expects the indicative auction: <c>8 @ 101, 2 bid</c> (the surplus), <c>8 @ 101, 2 offered</c>, <c>8 @ 101</c>, or <c>nothing</c>.
    /// </summary>
    internal BookScenario Indicates(string auction)
    {
        Assert.Equal(
            auction, Book.Indicative() is { } found ? $"{found.Quantity.Lots} @ {found.Price.Ticks}{Surplus(found.Surplus)}" : "nothing");
        return this;

        static string Surplus(long lots) => lots switch
        {
            > 0 => $", {lots} bid",
            < 0 => $", {-lots} offered",
            _ => "",
        };
    }

    /// <summary>Expects the reference price.</summary>
    internal BookScenario HasReference(long ticks)
    {
        Assert.Equal(new Price(ticks), Book.ReferencePrice);
        return this;
    }

    /// <summary>Expects a trader's position.</summary>
    internal BookScenario Holds(string trader, long lots)
    {
        Assert.Equal(lots, Book.PositionOf(ScenarioOrders.AccountOf(trader)));
        return this;
    }

    private string[] Run(string command)
    {
        var words = command.Split(' ');
        var now = new Timestamp(++_time);
        switch (words)
        {
            case ["halt"]:
                return Describe(Book.SetState(TradingState.Halted, now));
            case ["continue"]:
                return Describe(Book.SetState(TradingState.Continuous, now));
            case ["state", var state]:
                return Describe(Book.SetState(Enum.Parse<TradingState>(state), now));
            case ["mark", var ticks]:
                return Describe(Book.SetMarkPrice(new Price(long.Parse(ticks)), now));
            case ["reference", var ticks]:
                Book.SetReference(ticks == "none" ? null : new Price(long.Parse(ticks)));
                return [];
            case ["at", var time]:
                _time = long.Parse(time);
                return Describe(Book.Expire(new Timestamp(_time)));
            case [var trader, "holds", var lots]:
                Book.SetPosition(ScenarioOrders.AccountOf(trader), long.Parse(lots));
                return [];
            case [var trader, "cancels", "all", .. var filter]:
                var meant = Book.FindAll(ScenarioOrders.AccountOf(trader), ScenarioOrders.Filter(filter));
                return Describe(Book.MassCancel(ScenarioOrders.AccountOf(trader), meant, ScenarioOrders.ReasonOf(filter), now));
            case [var trader, "cancels", var name]:
                return Describe(Book.Cancel(ScenarioOrders.AccountOf(trader), _orders.IdOf(name), now, out var canceled), canceled);
            case [var trader, "amends", var name, .. var terms]:
                return Describe(
                    Book.Amend(ScenarioOrders.AccountOf(trader), ScenarioOrders.Amendment(_orders.IdOf(name), terms), now, out var amended),
                    amended);
            case ["oco:" or "oto:" or "bracket:", ..]:
                return Describe(Book.SubmitList(_orders.List(command), now));
            default:
                return Describe(Book.Submit(_orders.Order(words), now));
        }
    }

    private string[] Describe(ReadOnlySpan<BookEvent> events) => Describe(RejectReason.None, events);

    private string[] Describe(RejectReason reason, ReadOnlySpan<BookEvent> events)
    {
        var sentences = new List<string>();
        foreach (var e in events)
        {
            if (e.OrderId.IsOfBook)
            {
                sentences.Add($"trailing {(e.TrailingSide == Side.Buy ? "buys" : "sells")} follow {e.TriggerSource} {e.Price.Ticks}");
                continue;
            }

            var (name, price) = _orders.Asked(e.OrderId);
            sentences.Add(_events.Describe(e, name, price));
        }

        if (reason != RejectReason.None) sentences.Add($"refused: {reason}");
        return [.. sentences];
    }
}
