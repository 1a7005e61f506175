using System.CommandLine;
using Rtx.Chaos;

// Ctrl-C ends the faults; what was acknowledged by then is still checked, and all processes are ended.
return await ChaosCommand.Create()
    .Parse(args)
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(5) });
