using Rtx.Replays.Reporting;

namespace Rtx.Replays;

/// <summary>What every replay works with.</summary>
/// <param name="Client">The server, logged in as administrator.</param>
/// <param name="User">Who is logged in, and owns the accounts that are made.</param>
/// <param name="Display">Where it shows how far it is.</param>
internal sealed record ReplayRun(RtxClient Client, User User, IReplayDisplay Display);
