using System.Diagnostics;

namespace Rtx.Chaos.Processes;

/// <summary>Runs programs to completion.</summary>
internal static class Command
{
    /// <summary>Runs a program to completion.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message contains its output.</exception>
    public static async Task<string> RunAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (exitCode, output) = await TryAsync(command, environment);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)} failed: {output}");
    }

    /// <summary>Runs a program to completion; exit code 127 when it does not exist.</summary>
    public static async Task<(int ExitCode, string Output)> TryAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(
            command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await errors);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (127, e.Message);
        }
    }
}
