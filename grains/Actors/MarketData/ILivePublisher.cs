namespace Rtx.Actors.MarketData;

/// <summary>
/// Publishes live data to subscribers (<see cref="LiveChannels"/>). Fire and forget: it never blocks, fails or delays trading; messages
/// that can't be sent are dropped and counted, and subscribers see the gap in the sequences.
/// </summary>
internal interface ILivePublisher
{
    /// <summary>Publishes what committed events changed in a book.</summary>
    void PublishBook(BookUpdate update);

    /// <summary>Publishes committed events of one account.</summary>
    void PublishExecutions(ExecutionNotice notice);

    /// <summary>Publishes the newest quote of an instrument and stores it as its latest quote.</summary>
    void PublishQuote(Tick quote);

    /// <summary>Publishes the newest state of minute candles of one instrument.</summary>
    void PublishCandles(InstrumentId instrument, IReadOnlyList<Candle> candles);

    /// <summary>
    /// Announces that the last messages of a book may not have been sent: a new activation has taken over, or building them failed.
    /// </summary>
    void PublishGap(InstrumentId book);
}
