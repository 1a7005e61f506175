using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Orleans.CodeGeneration;
using Rtx.Actors.Diagnostics;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Failures;

/// <summary>
/// Keeps exceptions inside the silo that its callers, who may be other processes, could not tell the meaning of: those of the database, and those that nobody expects.
/// A method that only reads has decided nothing; of one that writes, only what is certain not to be written is called undecided. After an exception that nobody expects, a grain that
/// decides on memory is half-changed for all we know, and drops it.
/// </summary>
internal sealed class GrainFailures(ILogger<GrainFailures> log) : IIncomingGrainCallFilter
{
    /// <summary>Whether somebody who was asked did not answer.</summary>
    public static bool IsSilence(Exception e) => e is DbException or DataUnavailableException or TimeoutException or OrleansException or OperationCanceledException;

    /// <summary>Whether an exception tells neither that something does not answer nor that a request is wrong.</summary>
    public static bool IsUnexpected(Exception e) => e is not (
        DbException or CommitException or DataUnavailableException or OutcomeUnknownException or TimeoutException or OrleansException or OperationCanceledException or ValidationException);

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
        catch (Exception e) when (context.Grain is IMemoryKeeper keeper && IsUnexpected(e))
        {
            log.UnexpectedFailure(context.InterfaceName, context.MethodName, e);
            keeper.Drop(e);
            throw IsReading(context) ? new DataUnavailableException("The grain failed and begins anew.") : new OutcomeUnknownException("The grain failed and begins anew.");
        }
    }

    private static bool IsReading(IIncomingGrainCallContext context) => context.Request is RequestBase request && request.Options.HasFlag(InvokeMethodOptions.ReadOnly);

    // Not as its cause, which other processes could not read.
    private static Exception Translate(Exception failure, bool isReading) => isReading || failure is CommitException and not CommitOutcomeUnknownException
        ? new DataUnavailableException($"The database does not answer: {failure.Message}")
        : new OutcomeUnknownException($"The database broke off: {failure.Message}");
}
