namespace Rtx.Actors.Accounts;

/// <summary>A time that runs down by what passes, whatever the machine's clock is set to meanwhile.</summary>
internal sealed class Countdown(TimeProvider clock)
{
    private long _began;
    private TimeSpan _time;

    /// <summary>What is left; zero or less once the time is over.</summary>
    public TimeSpan Left => _time - clock.GetElapsedTime(_began);

    public void Begin(TimeSpan time) => (_began, _time) = (clock.GetTimestamp(), time);
}
