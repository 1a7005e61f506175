namespace Rtx.Testing;

/// <summary>Polls for the effect of a commit, a message or another process, with growing intervals.</summary>
public static class Eventually
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Polls until the condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="what">What the test waits for, for the error message.</param>
    /// <param name="patience">The timeout; one minute by default.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null) =>
        AskAsync(condition, holds => holds, _ => what, patience);

    /// <summary>As <see cref="HoldsAsync(Func{Task{bool}}, string, TimeSpan?)"/>, for a synchronous condition.</summary>
    public static Task HoldsAsync(Func<bool> condition, string what, TimeSpan? patience = null) =>
        HoldsAsync(() => Task.FromResult(condition()), what, patience);

    /// <summary>Polls until the answer is as expected, and returns it.</summary>
    /// <exception cref="TimeoutException">No answer was as expected in time; the message has the last one.</exception>
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
