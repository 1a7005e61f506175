using System.Text.Json.Serialization;
using Rtx.Benchmarks.Matching.Replays;
using Rtx.Benchmarks.Matching.Streams;

namespace Rtx.Benchmarks.Matching;

/// <summary>What is measured.</summary>
/// <param name="Name">For people.</param>
/// <param name="Seed">What its commands were drawn from.</param>
/// <param name="NewReplay">A replay that has not begun.</param>
/// <param name="Expected">What every replay must come to; null when only the first one can tell.</param>
/// <param name="Audit">Replays it and looks at all that happens, untimed; null when trades and book say enough.</param>
internal sealed record MatchingWorkload(string Name, ulong Seed, Func<Replay> NewReplay, StreamOutcome? Expected, Func<ReplayAudit>? Audit = null);

/// <summary>All that happened in a replay.</summary>
/// <param name="EventHash">Over every field of every event.</param>
/// <param name="Counts">How often what happened, by name.</param>
internal sealed record ReplayAudit([property: JsonConverter(typeof(HashConverter))] ulong EventHash, IReadOnlyDictionary<string, long> Counts);
