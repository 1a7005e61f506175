namespace Rtx.Chaos.Hostile;

/// <summary>The result of the attacks.</summary>
/// <param name="Attacks">The tally of each attack.</param>
/// <param name="Calm">Service to honest traders before.</param>
/// <param name="Attacked">Service to honest traders under attack.</param>
/// <param name="Before">Resource usage before; null when the run ended before that.</param>
/// <param name="After">Resource usage some time after.</param>
internal sealed record HostileReport(
    IReadOnlyList<AttackTally> Attacks, Service Calm, Service Attacked, Resources? Before, Resources? After);
