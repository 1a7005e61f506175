using Rtx.Model;

namespace Rtx.Domain.Matching.Memory;

/// <summary>A reference price that trailing orders have followed, as reported by an event of the book.</summary>
/// <param name="Source">What they follow.</param>
/// <param name="Side">Their side.</param>
/// <param name="Sequence">The event.</param>
/// <param name="Price">The price.</param>
public readonly record struct FollowedPrice(TriggerSource Source, Side Side, long Sequence, Price Price);
