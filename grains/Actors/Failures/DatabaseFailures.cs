using System.Data.Common;
using Microsoft.Extensions.Logging;
using Orleans.CodeGeneration;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Failures;

/// <summary>
/// Keeps the database's own exceptions inside the silo, whatever grain lets them out: its callers, who may be other processes, could not tell what they mean.
/// A method that only reads has decided nothing; of one that writes, only what is certain not to be written is called undecided.
/// </summary>
internal sealed class DatabaseFailures(ILogger<DatabaseFailures> log) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception e) when (e is DbException or CommitException)
        {
            log.DatabaseFailed(context.InterfaceName, context.MethodName, e);
            throw Translate(e, IsReading(context));
        }
    }

    private static bool IsReading(IIncomingGrainCallContext context) => context.Request is RequestBase request && request.Options.HasFlag(InvokeMethodOptions.ReadOnly);

    // Not as its cause, which other processes could not read.
    private static Exception Translate(Exception failure, bool isReading) => isReading || failure is CommitException and not CommitOutcomeUnknownException
        ? new DataUnavailableException($"The database does not answer: {failure.Message}")
        : new OutcomeUnknownException($"The database broke off: {failure.Message}");
}
