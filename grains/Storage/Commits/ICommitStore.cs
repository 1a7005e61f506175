namespace Rtx.Storage.Commits;

/// <summary>
/// Where <see cref="GroupCommit"/> writes: one call is one transaction. Calls do not overlap.
/// <list type="bullet">
/// <item>Atomicity: all units are written or none; when the call returns they are durable.</item>
/// <item>Refusals: a <see cref="Npgsql.PostgresException"/> of severity ERROR says that the transaction was rolled back; with state RX001 its hint names the
/// streams whose fence did not hold.</item>
/// <item><see cref="CommitUnavailableException"/> says that nothing was sent. After any other exception the outcome is not known.</item>
/// </list>
/// </summary>
internal interface ICommitStore : IDisposable
{
    /// <summary>Writes units of different streams in one transaction.</summary>
    Task WriteAsync(IReadOnlyList<CommitUnit> units);

    /// <summary>Forgets the connection: the next call opens a new one.</summary>
    Task DropConnectionAsync();

    /// <summary>Forgets all connections to the server: it does not take writes, and the next one may lead to another server.</summary>
    Task LeaveServerAsync();
}
