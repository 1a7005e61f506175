using System.Text.Json.Serialization;

namespace Rtx.Benchmarks.Matching.Streams;

/// <summary>Commands to one book, and what must come of them.</summary>
/// <param name="Name">For people.</param>
/// <param name="Parameters">What it was generated from.</param>
/// <param name="Records">The prefill, then the operations.</param>
/// <param name="Prefill">Records before the first operation; they are not timed.</param>
/// <param name="MaxId">The highest order id.</param>
/// <param name="Expected">What a plain matcher made of it.</param>
internal sealed record CommandStream(string Name, StreamParameters Parameters, CommandRecord[] Records, int Prefill, int MaxId, StreamOutcome Expected);

/// <summary>What a stream is generated from: equal parameters give equal streams.</summary>
/// <param name="Operations">Commands after the prefill.</param>
/// <param name="Depth">Open orders that the book is filled with and stays near to.</param>
/// <param name="Seed">Of the random numbers.</param>
/// <param name="StartPrice">Middle of the book at the start, in ticks.</param>
internal sealed record StreamParameters(int Operations, int Depth, ulong Seed, uint StartPrice = 100_000);

/// <summary>What a book made of a stream. Engines agree when these agree.</summary>
/// <param name="Trades">Number of trades.</param>
/// <param name="TradeHash">Over maker id, taker id, price and quantity of each trade.</param>
/// <param name="BookHash">Over id, price and open quantity of each order in the book: bids best first in queue order, then asks.</param>
internal sealed record StreamOutcome(
    long Trades,
    [property: JsonConverter(typeof(HashConverter))] ulong TradeHash,
    [property: JsonConverter(typeof(HashConverter))] ulong BookHash)
{
    public override string ToString() => $"{Trades} trades, trade hash {TradeHash:x16}, book hash {BookHash:x16}";
}
