using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Rtx.Cli.Invocation;

/// <summary>A command whose help ends with examples, which the list of all commands leaves out.</summary>
/// <param name="name">What is typed.</param>
/// <param name="description">One line.</param>
/// <param name="examples">Lines to type.</param>
internal sealed class ExampleCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Makes the help of a command line show the examples of its commands.</summary>
    public static void ShowExamples(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithExamples((SynchronousCommandLineAction)option.Action!);
        }
    }

    private sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => help.ClearsParseErrors;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is ExampleCommand command) command.WriteTo(parseResult.InvocationConfiguration.Output);
            return code;
        }
    }

    private void WriteTo(TextWriter output)
    {
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine($"  {example}");
    }
}
