namespace Rtx.Actors.Accounts;

/// <summary>
/// How many orders a silo works on at once. As many as allowed while that is enough for all who ask. When orders are refused, the limit follows what the answers take: down until
/// an answer takes what it should, up while it takes less; a flood so costs the surplus its answers, and not the others their speed. Safe for concurrent use.
/// <para>An answer should take the target, or four times what it takes without refusals where the database is slower than that: a limit can't make it faster.</para>
/// </summary>
/// <param name="most">The limit while nothing is refused, and at any time.</param>
/// <param name="target">What an answer should take on average.</param>
/// <param name="clock">The time.</param>
internal sealed class AdmissionLimit(int most, TimeSpan target, TimeProvider clock)
{
    // Fewer would leave the database idle between two commits.
    private const int Least = 16;
    private const int LeastAnswers = 10;
    private const double SlowestOverFastest = 4;
    private const double MostShrink = 0.5;
    private const double Growth = 1.1;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private long _windowStarted = clock.GetTimestamp();
    private double _limit = most;
    private double _fastestMs = target.TotalMilliseconds / SlowestOverFastest;
    private double _sumMs;
    private int _answers;
    private bool _hasRefused;

    /// <summary>The limit now.</summary>
    public int Current => (int)Volatile.Read(ref _limit);

    /// <summary>Notes that an order was refused because the limit was reached.</summary>
    public void NoteRefusal() => Volatile.Write(ref _hasRefused, true);

    /// <summary>Notes that an order was answered.</summary>
    /// <param name="started">When it was let in, of the clock's timestamps.</param>
    public void NoteAnswer(long started)
    {
        var now = clock.GetTimestamp();
        lock (_lock)
        {
            _sumMs += clock.GetElapsedTime(started, now).TotalMilliseconds;
            _answers++;
            if (_answers < LeastAnswers || clock.GetElapsedTime(_windowStarted, now) < Window) return;
            Adapt(_sumMs / _answers);
            (_windowStarted, _sumMs, _answers, _hasRefused) = (now, 0, 0, false);
        }
    }

    private void Adapt(double meanMs)
    {
        // What is slow only because so many are inside must not become the measure.
        if (!_hasRefused || _limit <= Least) _fastestMs *= Growth;
        _fastestMs = Math.Min(_fastestMs, meanMs);
        var goalMs = Math.Max(target.TotalMilliseconds, SlowestOverFastest * _fastestMs);
        var change = _hasRefused && meanMs > goalMs ? Math.Max(goalMs / meanMs, MostShrink) : Growth;
        _limit = Math.Clamp(_limit * change, Math.Min(Least, most), most);
    }
}
