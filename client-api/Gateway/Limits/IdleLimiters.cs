namespace Rtx.Gateway.Limits;

/// <summary>
/// A partitioned limiter disposes limiters unused for ten seconds, possibly at the very moment one is used again. Asking a second time
/// creates a new one, which is as full as an idle one.
/// </summary>
public static class IdleLimiters
{
    public static T Ask<T>(Func<T> limiter)
    {
        try
        {
            return limiter();
        }
        catch (ObjectDisposedException)
        {
            return limiter();
        }
    }
}
