using System.Collections.Concurrent;
using Rtx.Actors.MarketData;

namespace Rtx.Actors.Tests.MarketData;

/// <summary>Keeps what would have been published.</summary>
internal sealed class RecordingPublisher : ILivePublisher
{
    public ConcurrentQueue<Candle> Candles { get; } = new();

    public void PublishBook(BookUpdate update) => throw new NotSupportedException("Ticks change no book.");

    public void PublishExecutions(ExecutionNotice notice) => throw new NotSupportedException("Ticks execute nothing.");

    public void PublishQuote(Tick quote) => throw new NotSupportedException("Quotes are shown on their way in.");

    public void PublishCandles(InstrumentId instrument, IReadOnlyList<Candle> candles)
    {
        foreach (var candle in candles) Candles.Enqueue(candle);
    }

    public void PublishGap(InstrumentId book)
    {
    }
}
