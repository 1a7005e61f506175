using Rtx.Actors.MarketData;

namespace Rtx.Actors.OrderBooks;

/// <summary>
/// Sends the book's own quotes and trades down the tick stream as provider 0, one batch at a time. Best effort with a bound: trades are in SQL anyway,
/// and a quote that is late is replaced by the next. Listeners see a quote at once: what it tells is durable.
/// </summary>
internal sealed class OwnTicks(InstrumentId instrument, ITickGateway gateway, ILivePublisher live, Action<int, Exception> onFailure)
{
    private const short OwnProvider = 0;
    private const int MaxWaiting = TickBatch.MaxTicks;

    private List<Tick> _waiting = [];
    private BestPrices _lastBest;
    private bool _isSending;

    /// <summary>Takes what a commit showed of the market: all its trades, and the quote that it left. What stood in between nobody could see.</summary>
    /// <param name="events">What the commit made durable, rising.</param>
    /// <param name="best">The best level of each side after it.</param>
    public void Add(IReadOnlyList<OrderEvent> events, BestPrices best)
    {
        foreach (var e in events)
        {
            if (e.IsTradeReport) Add(TradeOf(e));
        }

        if (best == _lastBest || events.Count == 0) return;
        _lastBest = best;
        var quote = QuoteOf(best, events[^1]);
        live.PublishQuote(quote);
        Add(quote);
    }

    /// <summary>Sends what waits, unless a batch is on its way: that one goes on with it.</summary>
    public void Send()
    {
        if (!_isSending && _waiting.Count > 0) SendWaiting();
    }

    // async void is safe here: a failure is reported and the batch is given up.
    private async void SendWaiting()
    {
        _isSending = true;
        while (_waiting.Count > 0)
        {
            var batch = _waiting;
            _waiting = [];
            try
            {
                await gateway.SendAsync(batch);
            }
            catch (Exception e)
            {
                onFailure(batch.Count, e);
            }
        }

        _isSending = false;
    }

    private void Add(Tick tick)
    {
        if (_waiting.Count < MaxWaiting) _waiting.Add(tick);
    }

    private Tick TradeOf(in OrderEvent e) => new()
    {
        InstrumentId = instrument,
        Time = e.Time,
        ProviderId = OwnProvider,
        Sequence = e.Sequence,
        Kind = TickKind.Trade,
        LastPx = e.LastPx,
        LastQty = e.LastQty,
    };

    private Tick QuoteOf(BestPrices best, in OrderEvent last) => new()
    {
        InstrumentId = instrument,
        Time = last.Time,
        ProviderId = OwnProvider,
        Sequence = last.Sequence,
        Kind = TickKind.Quote,
        Bid = best.Bid?.Price ?? default,
        BidQty = best.Bid?.Quantity ?? default,
        Ask = best.Ask?.Price ?? default,
        AskQty = best.Ask?.Quantity ?? default,
    };
}
