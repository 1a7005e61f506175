namespace Rtx.ClientApi.Auth;

/// <summary>Authorization policies by name.</summary>
internal static class Policies
{
    public const string Administrator = "administrator";
    public const string SendTicks = "send-ticks";
}
