namespace Rtx.Chaos.Hostile.Schemes;

/// <summary>A way in which two friends, who trade with nobody else, try to take out more than they paid in.</summary>
/// <param name="Name">Its name on the command line and in reports.</param>
/// <param name="PlayAsync">Trades up to the point where the friends withdraw.</param>
internal sealed record SchemeKind(string Name, Func<Pair, Task> PlayAsync)
{
    /// <summary>
    /// Whether one of them may end with a debt, because a feed moved the mark by more than his margin. Nothing may have left his account
    /// since.
    /// </summary>
    public bool MayOwe { get; init; }
}
