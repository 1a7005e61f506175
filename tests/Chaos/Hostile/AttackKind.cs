namespace Rtx.Chaos.Hostile;

/// <summary>A kind of attack on the service.</summary>
/// <param name="Name">Its name on the command line and in reports.</param>
/// <param name="RunAsync">Runs until stopped; requests in flight are completed.</param>
internal sealed record AttackKind(string Name, Func<Attacker, CancellationToken, Task> RunAsync);
