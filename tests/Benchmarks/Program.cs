using System.CommandLine;
using Rtx.Benchmarks.Fanout;
using Rtx.Benchmarks.History;
using Rtx.Benchmarks.Matching;
using Rtx.Benchmarks.Orders;
using Rtx.Benchmarks.Recovery;
using Rtx.Benchmarks.Ticks;

var root = new RootCommand("Measures RTX against a limit that is measured in the same run. Start it with ./bench.")
{
    MatchingCommand.Create(),
    OrdersCommand.Create(),
    TicksCommand.Create(),
    HistoryCommand.Create(),
    RecoveryCommand.Create(),
    FanoutCommand.Create(),
    BareHub.Create(),
};
return await root.Parse(args).InvokeAsync();
