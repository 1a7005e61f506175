using Rtx.Replays.Market;
using Rtx.Replays.Reporting;

namespace Rtx.Replays.Lobster;

/// <summary>
/// Plays a LOBSTER day on a market and compares the book with the recorded one after every message, before and after take-over.
/// </summary>
internal sealed class LobsterReplay(IReplayMarket market, ReplayTally tally, Action progressed)
{
    public LobsterPlanner Planner { get; } = new();

    public async Task RunAsync(IAsyncEnumerable<LobsterRow> rows, CancellationToken cancellationToken)
    {
        var isSeeded = false;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            // The first row is the book after the first message: the day starts there.
            await ExecuteAsync(isSeeded ? Planner.Plan(row.Message) : Planner.Seed(row.Book), cancellationToken);
            isSeeded = true;
            await CompareAsync(row, cancellationToken);
            progressed();
        }
    }

    private async Task CompareAsync(LobsterRow row, CancellationToken cancellationToken)
    {
        var depth = await market.GetDepthAsync(cancellationToken);
        var before = BookAgreement.Between(row.Book, depth);
        var after = before;
        if (!before.AllLevels)
        {
            await ExecuteAsync(Planner.PlanTakeOver(row.Book), cancellationToken);
            depth = await market.GetDepthAsync(cancellationToken);
            after = BookAgreement.Between(row.Book, depth);
        }

        Planner.LeaveWindow(row.Book);
        tally.AddRow(row.Number, row.Book, before, after, depth);
    }

    private async Task ExecuteAsync(IReadOnlyList<ReplayCommand> commands, CancellationToken cancellationToken)
    {
        foreach (var command in commands)
        {
            Planner.Record(command, await market.ExecuteAsync(command, cancellationToken));
            tally.AddCommand();
        }
    }
}
