using Rtx.Actors.MarketData;

namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// A silo's way to those who listen: what it says arrives in its order a while later, though the silo has died meanwhile, or its history
/// was lost. Between silos there is no order. Now and then what is to be said can't even be put together.
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
            // Who follows a book and is told of a lost history learns it from the gap that comes after it.
            if (timeline == listener.Timeline) listener.Take(update);
        });
    }

    public void PublishExecutions(ExecutionNotice notice) => Send(() => listener.Take(notice, isPresent: timeline == listener.Timeline));

    public void PublishGap(InstrumentId book) => Send(() => listener.TakeGap(book));

    public void PublishQuote(Tick quote)
    {
        // One that is missing is replaced by the next.
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
