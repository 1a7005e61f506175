using Rtx.Model;

namespace Rtx.Storage.Trading;

/// <summary>What happened to the margin of accounts; all of it is committed.</summary>
public interface IMarginStore
{
    /// <summary>
    /// The last event of each currency of an account, and so the account's last one; empty when there was none. Ask after the account's epoch was taken: then nobody else can add any.
    /// </summary>
    Task<IReadOnlyList<MarginEvent>> ReadLastAsync(AccountId account, CancellationToken cancellationToken);
}
