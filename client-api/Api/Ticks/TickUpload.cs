using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Diagnostics;
using Rtx.ClientApi.Edge;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.Wire;

namespace Rtx.ClientApi.Ticks;

/// <summary>
/// Ticks that a connection of the hub sends without end. A batch is answered when it is in the stream, and the next one is taken only then: a sender that is too fast
/// is held back by its connection.
/// </summary>
internal sealed class TickUpload(TickIntake intake, IAuthorizationService authorization, ILogger<TickUpload> logger)
{
    public IAsyncEnumerable<Client.SendTicksResult> Take(ClaimsPrincipal user, IAsyncEnumerable<Client.SendTicksRequest> batches, CancellationToken cancellationToken) =>
        Take(
            user, batches, batch => RequestFaults.Find("batch", batch) is { } fault ? Task.FromResult<Outcome<Client.SendTicksReply>>(fault) : intake.Take(user, batch.Ticks, cancellationToken),
            cancellationToken);

    public IAsyncEnumerable<Client.SendTicksResult> Take(ClaimsPrincipal user, IAsyncEnumerable<byte[]> frames, CancellationToken cancellationToken) =>
        Take(user, frames, frame => intake.Take(user, TickFrame.Read(frame), cancellationToken), cancellationToken);

    private async IAsyncEnumerable<Client.SendTicksResult> Take<TBatch>(
        ClaimsPrincipal user, IAsyncEnumerable<TBatch> batches, Func<TBatch, Task<Outcome<Client.SendTicksReply>>> take, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!(await authorization.AuthorizeAsync(user, Policies.SendTicks)).Succeeded)
        {
            yield return Failed(FailureHandler.Describe(StatusCodes.Status403Forbidden));
            yield break;
        }

        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            var result = await TakeOrTell(() => take(batch), cancellationToken);
            yield return result;
            if (result.Error is not null) yield break;
        }
    }

    private async Task<Client.SendTicksResult> TakeOrTell(Func<Task<Outcome<Client.SendTicksReply>>> take, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await TickIntake.TakeWhenThereIsRoom(take, cancellationToken);
            return outcome.TryGet(out var reply, out var error) ? new Client.SendTicksResult { Reply = reply } : Failed(error);
        }
        catch (FormatException damaged)
        {
            return Failed(ApiError.Invalid(damaged.Message));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var error = FailureHandler.Describe(exception, HttpMethods.Post);
            if (error.Status == StatusCodes.Status500InternalServerError) logger.HubMethodFailed(exception, nameof(Client.ITradingHub.SendTicks));
            return Failed(error);
        }
    }

    private static Client.SendTicksResult Failed(ApiError error) => new() { Error = error.ToErrorDetail() };
}
