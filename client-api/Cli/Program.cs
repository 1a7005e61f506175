using System.CommandLine;
using Rtx.Cli;

// A market maker or a replay needs a moment to cancel its orders and print its report.
var invocation = new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = TimeSpan.FromSeconds(15),
};
return await RtxCommandLine.Create().Parse(args).InvokeAsync(invocation);
