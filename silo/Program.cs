using System.CommandLine;
using Rtx.Silo.Commands;

var root = new RootCommand("RTX silo: hosts the grains. Without a command it runs until it is told to stop.")
{
    CertificatesCommand.Create(),
    MigrateCommand.Create(),
};
root.TreatUnmatchedTokensAsErrors = true;
root.SetAction((_, cancellationToken) => RunCommand.RunAsync(cancellationToken));
// The host handles signals itself and gives the grains time to hand over; the parser would end the process after two seconds.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
