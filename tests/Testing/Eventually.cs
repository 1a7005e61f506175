namespace Rtx.Testing;

/// <summary>Waits for what a commit, a message or another process brings a moment later. It asks often at first and less often later.</summary>
public static class Eventually
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the condition holds.</summary>
    /// <param name="condition">What is asked.</param>
    /// <param name="what">What is waited for, for the message of the failure.</param>
    /// <param name="patience">How long; a minute unless given.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null) =>
        AskAsync(condition, holds => holds, _ => what, patience);

    /// <summary>As <see cref="HoldsAsync(Func{Task{bool}}, string, TimeSpan?)"/>, of what is known at once.</summary>
    public static Task HoldsAsync(Func<bool> condition, string what, TimeSpan? patience = null) =>
        HoldsAsync(() => Task.FromResult(condition()), what, patience);

    /// <summary>Asks until the answer is as expected, and returns it.</summary>
    /// <exception cref="TimeoutException">No answer in time was as expected; the message has the last one.</exception>
    public static Task<T> GetAsync<T>(Func<Task<T>> ask, Predicate<T> isExpected, TimeSpan? patience = null) =>
        AskAsync(ask, isExpected, answer => $"the last answer was {answer}", patience);

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, Predicate<T> isExpected, Func<T, string> describe, TimeSpan? patience)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks)))
        {
            var answer = await ask();
            if (isExpected(answer)) return answer;
            var limit = patience ?? UsualPatience;
            if (TimeProvider.System.GetElapsedTime(started) > limit) throw new TimeoutException($"Not within {limit}: {describe(answer)}.");
            await Task.Delay(pause);
        }
    }
}
