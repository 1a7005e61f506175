using System.Globalization;

namespace Rtx.Benchmarks.Recovery;

/// <summary>A measured recovery.</summary>
/// <param name="Benchmark">Name.</param>
/// <param name="OpenOrders">Open orders of the book.</param>
/// <param name="Events">Events of the book.</param>
/// <param name="Seconds">What is held against the goal: from the first question to its answer, or replaying from SQL.</param>
/// <param name="GoalSeconds">The goal.</param>
/// <param name="FirstOrderMs">Placing the first order after that; null where none was placed.</param>
/// <param name="VerifySeconds">What <c>rtx verify</c> needs for that book.</param>
/// <param name="IsRight">Whether live book, events and orders were equal then.</param>
internal sealed record RecoveryResult(
    string Benchmark, long OpenOrders, long Events, double Seconds, double GoalSeconds, double? FirstOrderMs, double VerifySeconds, bool IsRight)
{
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Benchmark}, {OpenOrders:#,0} open orders, {Events:#,0} events: {Seconds:0.00} s (goal {GoalSeconds:0} s), {Math.Max(OpenOrders, Events) / Seconds:#,0}/s")
        + (FirstOrderMs is { } order ? string.Create(CultureInfo.InvariantCulture, $"; first order {order:0.0} ms") : "")
        + string.Create(CultureInfo.InvariantCulture, $"; rtx verify {VerifySeconds:0.0} s, {(IsRight ? "live = events = orders" : "DIFFERENT")}");
}
