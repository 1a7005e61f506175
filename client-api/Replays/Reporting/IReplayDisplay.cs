namespace Rtx.Replays.Reporting;

/// <summary>Shows people how far a replay is.</summary>
internal interface IReplayDisplay
{
    /// <summary>Runs work that says how much is done.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="work">Gets what to call with the amount done and a text to show beside it, as often as it likes.</param>
    Task ShowAsync(string name, Func<Action<long, Func<string>>, Task> work);

    /// <summary>Shows a line between two works.</summary>
    void Remark(string text);
}
