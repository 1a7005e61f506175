using Rtx.Actors.MarketData;

namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// A silo's publisher: messages arrive in order after a delay, even if the silo has died or its history was lost meanwhile. There is no
/// order between silos. Sometimes a message cannot even be built.
/// </summary>
internal sealed class SimulatedPublisher(SimulatedWorld world, SimulatedListener listener, Faults faults, int timeline) : ILivePublisher
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(4);

    private TimeSpan _last;

    public void PublishBook(BookUpdate update)
    {
        if (faults.Defects > 0 && world.Chance(faults.Defects)) throw new InvalidOperationException("A defect.");
        Send(() =>
        {
            // A follower of a book learns of a lost history from the gap notice that comes after it.
            if (timeline == listener.Timeline) listener.Take(update);
        });
    }

    public void PublishExecutions(ExecutionNotice notice) => Send(() => listener.Take(notice, isPresent: timeline == listener.Timeline));

    public void PublishGap(InstrumentId book) => Send(() => listener.TakeGap(book));

    public void PublishQuote(Tick quote)
    {
        // The next message replaces a missing one.
    }

    public void PublishCandles(InstrumentId instrument, IReadOnlyList<Candle> candles)
    {
        // As quotes.
    }

    private void Send(Action arrive)
    {
        var time = world.Now + world.UpTo(Latency);
        _last = time > _last ? time : _last;
        world.After(_last - world.Now, arrive);
    }
}
