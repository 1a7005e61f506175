using Microsoft.Extensions.Logging;
using Rtx.Actors.Diagnostics;

namespace Rtx.Actors.Accounts;

/// <summary>What every sweep does with an account that it has found.</summary>
internal static class AccountWaking
{
    /// <summary>Lets an account do what is due. One that fails is told to the log: it must not keep the others waiting, and the next sweep tries again.</summary>
    public static async Task WakeAsync(this IGrainFactory grains, AccountId account, ILogger log, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<IAccountGrain>(account.Value).CatchUp(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.SweepFailed(account, e);
        }
    }
}
