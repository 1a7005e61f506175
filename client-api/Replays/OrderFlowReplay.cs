using System.Diagnostics;
using Rtx.Replays.Lobster;
using Rtx.Replays.Market;
using Rtx.Replays.Mbo;
using Rtx.Replays.Outages;
using Rtx.Replays.Reporting;

namespace Rtx.Replays;

/// <summary>Plays a recorded day through the running system and tells how it went.</summary>
internal static class OrderFlowReplay
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<ReplayReport> LobsterAsync(ReplayRun run, LobsterInput input, CancellationToken cancellationToken) =>
        RunAsync(run, "lobster", input.Share, input.Symbol, input.Levels, async (market, tally, progress, token) =>
        {
            var replay = new LobsterReplay(market, tally, progress);
            await replay.RunAsync(Limited(LobsterFiles.ReadAsync(input.MessagePath, input.BookPath, token), input.Limit), token);
            return (replay.Planner.TakeOvers, replay.Planner.FullyObservedExecutions, replay.Planner.HitsOfRecordedOrder);
        }, cancellationToken);

    public static Task<ReplayReport> MboAsync(ReplayRun run, MboInput input, CancellationToken cancellationToken) =>
        RunAsync(run, "mbo", input.Share, input.Symbol, MboFiles.Levels, async (market, tally, progress, token) =>
        {
            var replay = new MboReplay(market, tally, progress);
            await replay.RunAsync(
                MboFiles.ReadEventsAsync(input.OrderPath, token), Limited(MboFiles.ReadLevelsAsync(input.LevelPath, token), input.Limit),
                token);
            return (0L, replay.Planner.Executions, replay.Planner.HitsOfRecordedOrder);
        }, cancellationToken);

    private static IAsyncEnumerable<T> Limited<T>(IAsyncEnumerable<T> rows, int? limit) => limit is { } count ? rows.Take(count) : rows;

    private static async Task<ReplayReport> RunAsync(
        ReplayRun run,
        string kind,
        string share,
        string? symbol,
        int levels,
        Func<IReplayMarket, ReplayTally, Action, CancellationToken, Task<(long TakeOvers, long Executions, long Hits)>> play,
        CancellationToken cancellationToken)
    {
        var (client, user, display) = run;
        var stage = await ReplayStage.PrepareAsync(client, user, share, symbol, DateTimeOffset.UtcNow, cancellationToken);
        var retry = new OutageRetry(Patience);
        await using var market = await SystemMarket.OpenAsync(client, stage, retry, levels, cancellationToken);
        var tally = new ReplayTally();
        var elapsed = Stopwatch.StartNew();
        (long, long, long) planned = default;
        await display.ShowAsync($"Replay {stage.Symbol}", async show =>
            planned = await play(market, tally, () => show(tally.Rows, () => Describe(tally, elapsed.Elapsed)), cancellationToken));
        elapsed.Stop();

        display.Remark("Checking the invariants …");
        var invariants = await retry.SendAsync((_, token) => client.Administration.CheckInvariantsAsync(token), cancellationToken);
        return ReplayReport.From(kind, stage.Symbol, tally, planned, retry.Repeats, elapsed.Elapsed, invariants);
    }

    private static string Describe(ReplayTally tally, TimeSpan elapsed) =>
        $"{ReplayReport.Count(tally.Rows)} rows, {tally.Commands / elapsed.TotalSeconds:0} orders/s, {(tally.Rows == 0 ? 1 : (double)tally.AgreedAfterTakeOver / tally.Rows):P2} agree";
}

/// <summary>A LOBSTER day.</summary>
internal sealed record LobsterInput(string MessagePath, string BookPath, string Share, int Levels, string? Symbol, int? Limit);

/// <summary>An order-by-order day.</summary>
internal sealed record MboInput(string OrderPath, string LevelPath, string Share, string? Symbol, int? Limit);
