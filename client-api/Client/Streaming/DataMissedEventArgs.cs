namespace Rtx.Client;

/// <summary>Live data was lost although the connection was up.</summary>
/// <param name="resync">What was missed, and why.</param>
public sealed class DataMissedEventArgs(Resync resync) : EventArgs
{
    /// <summary>What was missed, and why.</summary>
    public Resync Resync { get; } = resync;
}
