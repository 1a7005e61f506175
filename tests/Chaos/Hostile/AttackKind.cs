namespace Rtx.Chaos.Hostile;

/// <summary>A kind of attack on the service.</summary>
/// <param name="Name">How it is called on the command line and in reports.</param>
/// <param name="RunAsync">Goes on until it is told to stop; what is on its way is brought to its end.</param>
internal sealed record AttackKind(string Name, Func<Attacker, CancellationToken, Task> RunAsync);
