namespace Rtx.Benchmarks.Matching.Streams;

/// <summary>
/// A book by price and time that is as plain as can be: it says what is right, not how fast it can be had. It shares no code with the book that is measured.
/// </summary>
internal sealed class PlainMatcher
{
    private readonly PlainSide[] _sides = [new(), new()];
    private readonly Dictionary<ulong, LinkedListNode<PlainOrder>> _orders = [];
    private ChainedHash _tradeHash = new();
    private long _trades;

    /// <summary>The highest price that somebody buys at; null when nobody does.</summary>
    public long? BestBid => _sides[0].Highest;

    /// <summary>The lowest price that somebody sells at; null when nobody does.</summary>
    public long? BestAsk => _sides[1].Lowest;

    /// <summary>Price of the last trade; 0 before the first.</summary>
    public long LastPrice { get; private set; }

    /// <summary>What all commands came to so far.</summary>
    public StreamOutcome Outcome
    {
        get
        {
            var bookHash = new ChainedHash();
            foreach (var order in _sides[0].FromHighest().Concat(_sides[1].FromLowest()))
            {
                bookHash.Add(order.Id);
                bookHash.Add(order.Price);
                bookHash.Add(order.Quantity);
            }

            return new StreamOutcome(_trades, _tradeHash.Value, bookHash.Value);
        }
    }

    /// <summary>What a whole stream comes to.</summary>
    public static StreamOutcome Replay(ReadOnlySpan<CommandRecord> records)
    {
        var matcher = new PlainMatcher();
        foreach (ref readonly var record in records)
        {
            switch (record.Kind)
            {
                case CommandKind.PassiveLimit or CommandKind.AggressiveLimit:
                    var remainder = matcher.Match(record.Side, record.Price, record.Id, record.Quantity, static _ => { });
                    if (remainder > 0) matcher.Rest(record.Side, record.Price, record.Id, remainder);
                    break;
                case CommandKind.Market:
                    matcher.Match(record.Side, limit: null, record.Id, record.Quantity, static _ => { });
                    break;
                case CommandKind.Cancel:
                    matcher.Cancel(record.Id);
                    break;
            }
        }

        return matcher.Outcome;
    }

    /// <summary>Puts an order at the end of the queue of its price, whatever is on the other side.</summary>
    public void Rest(int side, long price, ulong id, long quantity) =>
        _orders.Add(id, _sides[side].QueueOf(price).AddLast(new PlainOrder(id, side, price, quantity)));

    /// <summary>Takes an order out; nothing happens when it is not there.</summary>
    public void Cancel(ulong id)
    {
        if (_orders.Remove(id, out var node)) _sides[node.Value.Side].Remove(node);
    }

    /// <summary>Trades with the other side, best price and oldest order first.</summary>
    /// <param name="side">0 buys, 1 sells.</param>
    /// <param name="limit">The worst price; null takes any.</param>
    /// <param name="id">The aggressor.</param>
    /// <param name="quantity">What it wants.</param>
    /// <param name="filled">Told each order that was filled.</param>
    /// <returns>What it did not get.</returns>
    public long Match(int side, long? limit, ulong id, long quantity, Action<ulong> filled)
    {
        var opposite = _sides[1 - side];
        while (quantity > 0 && (side == 0 ? opposite.Lowest : opposite.Highest) is { } price && !(side == 0 ? price > limit : price < limit))
        {
            var maker = opposite.QueueOf(price).First!;
            var traded = Math.Min(quantity, maker.Value.Quantity);
            NoteTrade(maker.Value.Id, id, price, traded);
            quantity -= traded;
            maker.Value = maker.Value with { Quantity = maker.Value.Quantity - traded };
            if (maker.Value.Quantity > 0) continue;

            _orders.Remove(maker.Value.Id);
            opposite.Remove(maker);
            filled(maker.Value.Id);
        }

        return quantity;
    }

    private void NoteTrade(ulong maker, ulong taker, long price, long quantity)
    {
        _trades++;
        LastPrice = price;
        _tradeHash.Add(maker);
        _tradeHash.Add(taker);
        _tradeHash.Add(price);
        _tradeHash.Add(quantity);
    }
}

/// <summary>An order that rests.</summary>
internal readonly record struct PlainOrder(ulong Id, int Side, long Price, long Quantity);
