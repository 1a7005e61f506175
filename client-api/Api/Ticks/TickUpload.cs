using System.Runtime.CompilerServices;
using Rtx.ClientApi.Diagnostics;
using Rtx.ClientApi.Wire;
using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Requests;
using Rtx.Gateway.Ticks;

namespace Rtx.ClientApi.Ticks;

/// <summary>
/// An endless upload of ticks over a hub connection. A batch is answered once it is in the stream, and only then is the next one read: the
/// connection holds back a sender that is too fast.
/// </summary>
internal sealed class TickUpload(TickIntake intake, ILogger<TickUpload> logger)
{
    public IAsyncEnumerable<Client.SendTicksResult> Take(
        Caller sender, IAsyncEnumerable<Client.SendTicksRequest> batches, CancellationToken cancellationToken) =>
        Take(
            sender, batches,
            batch =>
                RequestFaults.Find("batch", batch) is { } fault
                    ? Task.FromResult<Outcome<Client.SendTicksReply>>(fault)
                    : intake.Take(sender, batch.Ticks, cancellationToken),
            cancellationToken);

    public IAsyncEnumerable<Client.SendTicksResult> Take(
        Caller sender, IAsyncEnumerable<byte[]> frames, CancellationToken cancellationToken) =>
        Take(sender, frames, frame => intake.Take(sender, TickFrame.Read(frame), cancellationToken), cancellationToken);

    private async IAsyncEnumerable<Client.SendTicksResult> Take<TBatch>(
        Caller sender, IAsyncEnumerable<TBatch> batches, Func<TBatch, Task<Outcome<Client.SendTicksReply>>> take,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!sender.May(Permissions.SendTicks))
        {
            yield return Failed(ApiError.Forbidden);
            yield break;
        }

        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            var result = await TakeOrTell(() => take(batch), cancellationToken);
            yield return result;
            if (result.Error is not null) yield break;
        }
    }

    private async Task<Client.SendTicksResult> TakeOrTell(
        Func<Task<Outcome<Client.SendTicksReply>>> take, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await StreamRetry.UntilThereIsRoom(take, cancellationToken);
            return outcome.TryGet(out var reply, out var error) ? new Client.SendTicksResult { Reply = reply } : Failed(error);
        }
        catch (FormatException damaged)
        {
            return Failed(ApiError.Invalid(damaged.Message));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var error = Failures.Describe(exception, isRead: false);
            if (error.Status == StatusCodes.Status500InternalServerError)
                logger.HubMethodFailed(exception, nameof(Client.ITradingHub.SendTicks));
            return Failed(error);
        }
    }

    private static Client.SendTicksResult Failed(ApiError error) => new() { Error = error.ToErrorDetail() };
}
