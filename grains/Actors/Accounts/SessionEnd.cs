namespace Rtx.Actors.Accounts;

/// <summary>When the session ends that an order of today belongs to.</summary>
internal static class SessionEnd
{
    /// <summary>The next midnight UTC.</summary>
    public static Timestamp After(Timestamp now) => Timestamp.From(now.ToDateTime().Date.AddDays(1));
}
