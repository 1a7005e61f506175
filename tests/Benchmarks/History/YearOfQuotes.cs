using Rtx.Model;

namespace Rtx.Benchmarks.History;

/// <summary>
/// A year of quotes of one instrument, as its required figures assume: three fifths of them in the last seven days, evenly around the clock, the others some minutes long
/// on each of the days before. The price walks at random, the spread is one to four ticks.
/// </summary>
internal sealed class YearOfQuotes(InstrumentId instrument, int count, Timestamp end)
{
    private const short Provider = 9;
    private const int DaysBefore = 358;
    private const long MicrosecondsPerDay = 86_400_000_000;
    private const long WeekMicroseconds = 7 * MicrosecondsPerDay;
    private const long StepBefore = 1_000_000;

    private readonly Random _random = new(instrument.Value);
    private readonly int _perDayBefore = count * 2 / 5 / DaysBefore;
    private long _bid = 100_000;

    /// <summary>All of them in order, in lists of this length; each list is good until the next.</summary>
    public IEnumerable<IReadOnlyList<Tick>> InBatchesOf(int size)
    {
        List<Tick> batch = new(size);
        for (var index = 0; index < count; index++)
        {
            batch.Add(Next(index));
            if (batch.Count < size && index < count - 1) continue;
            yield return batch;
            batch.Clear();
        }
    }

    private Tick Next(int index)
    {
        _bid = Math.Max(1_000, _bid + _random.Next(-1, 2));
        return new Tick
        {
            InstrumentId = instrument,
            ProviderId = Provider,
            Kind = TickKind.Quote,
            Sequence = index + 1,
            Time = new Timestamp(TimeOf(index)),
            Bid = new Price(_bid),
            BidQty = new Quantity(_random.Next(1, 500)),
            Ask = new Price(_bid + _random.Next(1, 5)),
            AskQty = new Quantity(_random.Next(1, 500)),
        };
    }

    private long TimeOf(int index)
    {
        var before = _perDayBefore * DaysBefore;
        var weekStart = end.UnixMicroseconds - WeekMicroseconds;
        return index < before
            ? weekStart - ((DaysBefore - (index / _perDayBefore)) * MicrosecondsPerDay) + (index % _perDayBefore * StepBefore)
            : weekStart + ((index - before) * (WeekMicroseconds / (count - before)));
    }
}
