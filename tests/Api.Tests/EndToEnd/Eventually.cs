namespace Rtx.Api.Tests.EndToEnd;

/// <summary>Waits for what a commit brings a moment later.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Asks until the answer is as expected, and returns it.</summary>
    public static async Task<T> Get<T>(Func<Task<T>> ask, Predicate<T> isExpected)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            var answer = await ask();
            if (isExpected(answer)) return answer;
            Assert.True(DateTime.UtcNow < deadline, $"It did not happen within a minute; the last answer was {answer}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
