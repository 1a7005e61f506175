using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Rtx.Actors.Diagnostics;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Verification;

/// <summary>One verification at a time on a silo: it takes a core while it rebuilds, and trading goes on.</summary>
[StatelessWorker(1)]
internal sealed class VerificationGrain(BookVerification books, AccountVerification accounts, AccountStore store, TimeProvider clock, ILogger<VerificationGrain> log) : Grain, IVerificationGrain
{
    private const int MaxRows = 1_000;
    private const int MaxAttempts = 20;
    private const int MaxProofs = 3;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ProofDelay = TimeSpan.FromSeconds(2);

    public Task<VerificationResult?> VerifyBook(InstrumentId instrument, CancellationToken cancellationToken) => books.VerifyAsync(
        instrument, () => FindFailureAsync(instrument, cancellationToken), () => AskAsync(() => GrainFactory.GetGrain<IOrderBookGrain>(instrument.Value).GetFingerprint(cancellationToken), _ => true, cancellationToken), cancellationToken);

    public Task<VerificationResult?> VerifyAccount(AccountId account, CancellationToken cancellationToken) => accounts.VerifyAsync(
        account, () => AskAsync(() => GrainFactory.GetGrain<IAccountGrain>(account.Value).GetFingerprint(cancellationToken), live => live?.OnTheirWay is null or 0, cancellationToken), cancellationToken);

    public async Task<SettlementLag> GetSettlementLag(int limit, CancellationToken cancellationToken)
    {
        var (count, oldest) = await store.ReadUnsettledAsync(Math.Clamp(limit, 1, MaxRows), cancellationToken);
        var lag = oldest.Count == 0 ? TimeSpan.Zero : clock.GetUtcNow() - oldest[0].Since.ToDateTimeOffset();
        return new SettlementLag(
            count, lag < TimeSpan.Zero ? TimeSpan.Zero : lag, [.. oldest.Select(u => new UnsettledBook(u.Account, u.Instrument, u.SettledSequence, u.LastSequence, u.Since))]);
    }

    /// <summary>Why a book does not serve; null when it does. One that is just being rebuilt is asked again.</summary>
    private async Task<string?> FindFailureAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        for (var proof = 1; ; proof++)
        {
            try
            {
                await GrainFactory.GetGrain<IOrderBookGrain>(instrument.Value).Prove(cancellationToken);
                return null;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                if (proof == MaxProofs) return e.Message;
                log.NotVerifiedYet(e);
            }

            await Task.Delay(ProofDelay, clock, cancellationToken);
        }
    }

    /// <summary>Asks a live grain until the answer will do, or attempts run out: then the last answer has to do. One that is just being rebuilt is asked again.</summary>
    private async Task<T> AskAsync<T>(Func<Task<T>> ask, Func<T, bool> willDo, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await ask();
                if (willDo(answer) || attempt == MaxAttempts) return answer;
            }
            catch (Exception e) when (attempt < MaxAttempts && !cancellationToken.IsCancellationRequested)
            {
                log.NotVerifiedYet(e);
            }

            await Task.Delay(RetryDelay, clock, cancellationToken);
        }
    }
}
