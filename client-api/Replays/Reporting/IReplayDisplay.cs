namespace Rtx.Replays.Reporting;

/// <summary>Shows the progress of a replay.</summary>
internal interface IReplayDisplay
{
    /// <summary>Runs work that reports its progress.</summary>
    /// <param name="name">The name of the work.</param>
    /// <param name="work">Receives a callback for the amount done and a text to show beside it.</param>
    Task ShowAsync(string name, Func<Action<long, Func<string>>, Task> work);

    /// <summary>Shows a line between two pieces of work.</summary>
    void Remark(string text);
}
