using Rtx.Chaos.History;
using Rtx.Client;

namespace Rtx.Chaos.Bots;

/// <summary>
/// Moves money in and out, and records it. A movement with an unknown outcome is sent again: the reference makes that safe.
/// </summary>
internal sealed class Treasury(IReadOnlyList<RtxClient> administrators, HistoryLog history)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    // An invalid request stays invalid when it is sent again.
    private static readonly HashSet<string> Refusals =
        [RtxErrorCodes.InsufficientFunds, RtxErrorCodes.NoReferencePrice, RtxErrorCodes.InvalidTerms];

    /// <summary>Moves money, retrying until it is answered.</summary>
    /// <returns>The code of a refusal; null on success.</returns>
    public async Task<string?> MoveAsync(long account, decimal amount, string currency, string reference)
    {
        var request = new MoveFundsRequest { Amount = amount, Currency = currency, Reference = $"{reference}-{currency}" };
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await administrators[attempt % administrators.Count].Administration.MoveFundsAsync(account, request);
                Note(isAnswered: true);
                return null;
            }
            catch (RtxException e) when (Refusals.Contains(e.Code))
            {
                return e.Code;
            }
            catch (Exception e) when (e is RtxException or HttpRequestException or OperationCanceledException or IOException)
            {
                Note(isAnswered: false);
                await Task.Delay(RetryDelay, CancellationToken.None);
            }
        }

        void Note(bool isAnswered) => history.Add(new FundsMoved
        {
            Time = DateTimeOffset.UtcNow, AccountId = account, Reference = request.Reference, Amount = amount, Currency = currency,
            IsAnswered = isAnswered,
        });
    }
}
