namespace Rtx.Chaos.Hostile;

/// <summary>What came of the attacks.</summary>
/// <param name="Attacks">What each asked for, and how it was answered.</param>
/// <param name="Calm">How honest traders were served before.</param>
/// <param name="Attacked">How they were served under attack.</param>
/// <param name="Before">What the system took before; null when the run ended before that.</param>
/// <param name="After">What it took some time after.</param>
internal sealed record HostileReport(IReadOnlyList<AttackTally> Attacks, Service Calm, Service Attacked, Resources? Before, Resources? After);
