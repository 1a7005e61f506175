namespace Rtx.Gateway.Limits;

/// <summary>
/// A partitioned limiter disposes what nobody has used for ten seconds, also in the very moment in which somebody uses it again. The limiter that is asked the second time is a new one, and as full as an idle one.
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
