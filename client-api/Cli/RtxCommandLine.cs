using System.CommandLine;
using Rtx.Cli.Commands;
using Rtx.Cli.Invocation;

namespace Rtx.Cli;

/// <summary>The command line <c>rtx</c>.</summary>
internal static class RtxCommandLine
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Trades, watches, replays and verifies an RTX server.")
        {
            LoginCommand.Create(),
            OrderCommand.Create(),
            BracketCommand.Create(),
            OcoCommand.Create(),
            OtoCommand.Create(),
            AmendCommand.Create(),
            CancelCommand.Create(),
            CancelAllAfterCommand.Create(),
            KillSwitchCommand.Create(),
            OrdersCommand.Create(),
            ExecutionsCommand.Create(),
            PositionsCommand.Create(),
            MarginCommand.Create(),
            BookCommand.Create(),
            DepthHistoryCommand.Create(),
            WatchCommand.Create(),
            SessionCommand.Create(),
            MarkCommand.Create(),
            StatisticsCommand.Create(),
            CandlesCommand.Create(),
            SpreadsCommand.Create(),
            TicksCommand.Create(),
            GapsCommand.Create(),
            ProvidersCommand.Create(),
            QuarantineCommand.Create(),
            DeadLettersCommand.Create(),
            ExportCommand.Create(),
            ImportCommand.Create(),
            ReplayCommands.Create(),
            DemoCommand.Create(),
            SimulateCommand.Create(),
            VerifyCommand.Create(),
        };
        GlobalOptions.AddTo(root);
        ExampleCommand.ShowExamples(root);
        return root;
    }
}
