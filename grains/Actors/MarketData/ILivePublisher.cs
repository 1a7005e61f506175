namespace Rtx.Actors.MarketData;

/// <summary>
/// Publishes live data to whoever listens (<see cref="LiveChannels"/>). Fire and forget: it never blocks, never fails and never holds up trading;
/// what can't be sent is dropped and counted, and subscribers see the gap in the sequences.
/// </summary>
internal interface ILivePublisher
{
    /// <summary>What committed events changed in a book.</summary>
    void PublishBook(BookUpdate update);

    /// <summary>Committed events of one account.</summary>
    void PublishExecutions(ExecutionNotice notice);

    /// <summary>The newest quote of an instrument; also kept as its latest quote.</summary>
    void PublishQuote(Tick quote);

    /// <summary>The newest state of minute candles, all of one instrument.</summary>
    void PublishCandles(InstrumentId instrument, IReadOnlyList<Candle> candles);

    /// <summary>The last messages of a book may not have been sent: it begins where another activation ended, or failed to put them together.</summary>
    void PublishGap(InstrumentId book);
}
