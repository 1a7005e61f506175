using Spectre.Console;

namespace Rtx.Cli.Output;

/// <summary>
/// Shows how far long work is, on stderr; silent when results are JSON. Where no terminal is there to draw a bar on, a line now and then
/// tells it, and one how it ended.
/// </summary>
internal static class ProgressBar
{
    private const long ShowIntervalMilliseconds = 200;
    private const long TellIntervalMilliseconds = 10_000;

    /// <summary>Runs work that reports how much is done and what to show beside it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="name">The name of the work.</param>
    /// <param name="work">Gets what to call with the amount done and a text, as often as it likes.</param>
    public static async Task ShowAsync(CliOutput output, string name, Func<Action<long, Func<string>>, Task> work)
    {
        if (output.Json)
        {
            await work((_, _) => { });
            return;
        }

        if (!output.Progress.Profile.Out.IsTerminal)
        {
            await TellAsync(output, name, work);
            return;
        }

        await output.Progress.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(name), maxValue: double.MaxValue);
                task.IsIndeterminate = true;
                var lastShown = 0L;
                Action? showLast = null;
                await work((done, text) =>
                {
                    showLast = () =>
                    {
                        task.Value = done;
                        task.Description = Markup.Escape($"{name}: {text()}");
                    };
                    // Texts cost more than the work that they tell about.
                    if (Environment.TickCount64 - lastShown < ShowIntervalMilliseconds) return;
                    lastShown = Environment.TickCount64;
                    showLast();
                });
                showLast?.Invoke();
                task.IsIndeterminate = false;
                task.MaxValue = Math.Max(task.Value, 1);
                task.Value = task.MaxValue;
            });
    }

    private static async Task TellAsync(CliOutput output, string name, Func<Action<long, Func<string>>, Task> work)
    {
        var lastTold = Environment.TickCount64;
        Func<string>? untold = null;
        await work((_, text) =>
        {
            untold = text;
            if (Environment.TickCount64 - lastTold < TellIntervalMilliseconds) return;
            lastTold = Environment.TickCount64;
            output.Remark($"{name}: {text()}");
            untold = null;
        });
        if (untold is not null) output.Remark($"{name}: {untold()}");
    }
}
