using Rtx.Domain.Sessions;
using Rtx.Model;

namespace Rtx.Domain.Tests.Sessions;

/// <summary>A book that takes the states planned by the course. Each call returns the states that it took.</summary>
internal sealed class CourseScenario
{
    private TradingCalendar _calendar;
    private SessionProgress _progress;

    public CourseScenario(TradingSchedule? schedule, string since, long seed = 1, bool knowsBook = true)
    {
        _calendar = new TradingCalendar(schedule, seed);
        Now = TestSchedules.Utc(since);
        _progress = new SessionProgress
        {
            Operator = TradingState.Continuous, BookState = knowsBook ? TradingState.Continuous : null, FollowedTo = Now,
        };
    }

    public Timestamp Now { get; set; }

    public TradingState? BookState => _progress.BookState;

    public List<TradingState> At(string time, int failAfter = int.MaxValue) => At(TestSchedules.Utc(time), failAfter);

    /// <summary>Gives the book the steps that are due; it stops answering after some of them.</summary>
    public List<TradingState> At(Timestamp time, int failAfter = int.MaxValue)
    {
        Now = time;
        List<TradingState> taken = [];
        foreach (var step in SessionCourse.Plan(_calendar, _progress, time).Take(failAfter))
        {
            taken.Add(step.State);
            _progress = step.After;
        }

        return taken;
    }

    public List<TradingState> Ask(TradingState state, string time) => Ask(state, TestSchedules.Utc(time));

    public List<TradingState> Ask(TradingState state, Timestamp time)
    {
        _progress = SessionCourse.WithOperator(_calendar, _progress, state, time);
        return At(time);
    }

    /// <summary>Replaces the schedule and gives the book the steps that are then due.</summary>
    public List<TradingState> Replace(TradingSchedule? schedule, string time)
    {
        _progress = SessionCourse.BeforeNewSchedule(_calendar, _progress, TestSchedules.Utc(time));
        _calendar = new TradingCalendar(schedule, seed: 1);
        return At(time);
    }

    public void EnterVolatilityAuction(string since, int seconds, string? reported = null) =>
        _progress = SessionCourse.WithVolatilityAuction(
            _calendar, _progress, TestSchedules.Utc(since), seconds, Now = TestSchedules.Utc(reported ?? since));

    public List<TradingState> EnterVolatilityAuction(Timestamp since, int seconds)
    {
        _progress = SessionCourse.WithVolatilityAuction(_calendar, _progress, since, seconds, since);
        return At(since);
    }

    public TradingState StateAt(string time) => StateAt(TestSchedules.Utc(time));

    public TradingState StateAt(Timestamp time) => SessionCourse.StateAt(_calendar, _progress, time);

    public (Timestamp Time, TradingState State)? Next(string time) => SessionCourse.NextAt(_calendar, _progress, TestSchedules.Utc(time));

    public Timestamp? WakeAt(string time) => SessionCourse.WakeAt(_calendar, _progress, TestSchedules.Utc(time));

    public SessionOutlook OutlookAt(string time) => SessionCourse.OutlookAt(_calendar, _progress, TestSchedules.Utc(time));

    public IEnumerable<Timestamp> ClosesBetween(Timestamp after, Timestamp until) =>
        _calendar.ChangesAfter(after).TakeWhile(c => c.Time <= until).Where(c => c.State == TradingState.Closed).Select(c => c.Time);
}
