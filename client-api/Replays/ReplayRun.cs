using Rtx.Replays.Reporting;

namespace Rtx.Replays;

/// <summary>The context of every replay.</summary>
/// <param name="Client">The server, logged in as administrator.</param>
/// <param name="User">Who is logged in, and owns the accounts that are made.</param>
/// <param name="Display">Shows the progress.</param>
internal sealed record ReplayRun(RtxClient Client, User User, IReplayDisplay Display);
