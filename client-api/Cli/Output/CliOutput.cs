using System.Globalization;
using System.Text.Json;
using Rtx.Replays.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rtx.Cli.Output;

/// <summary>Where a command writes: results on stdout, for people or as JSON; progress and errors on stderr.</summary>
internal sealed class CliOutput : IReplayDisplay
{
    private readonly TextWriter _out;
    private readonly TextWriter _error;
    private readonly IAnsiConsole _console;

    public CliOutput(TextWriter @out, TextWriter error, bool json)
    {
        _out = @out;
        _error = error;
        Json = json;
        _console = ConsoleOn(@out);
        Progress = ConsoleOn(error);
    }

    /// <summary>Whether results are JSON.</summary>
    public bool Json { get; }

    /// <summary>The console that progress is shown on.</summary>
    public IAnsiConsole Progress { get; }

    /// <summary>Writes a result: one JSON document, or its form for people.</summary>
    public void Write<T>(T result, Func<T, IRenderable> forPeople)
    {
        if (Json) WriteJson(result);
        else _console.Write(forPeople(result));
    }

    /// <summary>Writes one item of a flow: a JSON line, or a line of text.</summary>
    public void WriteLine<T>(T item, Func<T, string> forPeople)
    {
        if (Json) WriteJson(item);
        else _out.WriteLine(forPeople(item));
    }

    /// <summary>Writes a remark for people, on stderr; nothing when results are JSON.</summary>
    public void Remark(string text)
    {
        if (!Json) _error.WriteLine(text);
    }

    /// <summary>Runs work and shows on stderr how far it is.</summary>
    public Task ShowAsync(string name, Func<Action<long, Func<string>>, Task> work) => ProgressBar.ShowAsync(this, name, work);

    /// <summary>Writes why the command failed, with its stable code.</summary>
    public void WriteError(string code, string detail) =>
        _error.WriteLine(Json ? JsonSerializer.Serialize(new ErrorLine(code, detail), RtxJson.Options) : $"error: {code}: {detail}");

    // Terminals know how wide they are; whoever pipes says it as for other programs, and is taken to have 80 columns otherwise.
    private static IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal && int.TryParse(
            Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0)
            console.Profile.Width = columns;
        return console;
    }

    private void WriteJson<T>(T item) => _out.WriteLine(JsonSerializer.Serialize(item, RtxJson.Options));

    private sealed record ErrorLine(string Code, string Detail);
}
