namespace Rtx.Actors.Failures;

/// <summary>A grain that decides on memory.</summary>
internal interface IMemoryKeeper
{
    /// <summary>Ends the activation: what it remembers may be half-changed, and the next one begins with what is stored.</summary>
    /// <param name="unexpected">Why.</param>
    void Drop(Exception unexpected);
}
