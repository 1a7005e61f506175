using Rtx.Replays.Market;
using Rtx.Replays.Reporting;

namespace Rtx.Replays.Mbo;

/// <summary>
/// Plays an order-by-order day on a market and compares the book with each row of the price-level file at the same record.
/// </summary>
internal sealed class MboReplay(IReplayMarket market, ReplayTally tally, Action progressed)
{
    public MboPlanner Planner { get; } = new();

    public async Task RunAsync(IAsyncEnumerable<MboEvent> events, IAsyncEnumerable<MboLevelsRow> rows, CancellationToken cancellationToken)
    {
        await using var levels = rows.GetAsyncEnumerator(cancellationToken);
        var hasRow = await levels.MoveNextAsync();
        await foreach (var change in ChangesAsync(events, cancellationToken))
        {
            if (!hasRow) return;
            foreach (var step in Planner.Plan(change))
            {
                await ExecuteAsync(step.Commands, cancellationToken);
                if (!hasRow || !levels.Current.IsAfter(step.Event)) continue;
                await CompareAsync(levels.Current, cancellationToken);
                hasRow = await levels.MoveNextAsync();
            }

            for (; hasRow && levels.Current.Sequence <= change[0].Sequence; hasRow = await levels.MoveNextAsync())
            {
                tally.AddMissingRow(levels.Current.Number);
            }
            progressed();
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<MboEvent>> ChangesAsync(
        IAsyncEnumerable<MboEvent> events, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var change = new List<MboEvent>();
        await foreach (var e in events.WithCancellation(cancellationToken))
        {
            if (change.Count > 0 && change[0].Sequence != e.Sequence)
            {
                yield return change;
                change = [];
            }

            change.Add(e);
        }

        if (change.Count > 0) yield return change;
    }

    private async Task CompareAsync(MboLevelsRow row, CancellationToken cancellationToken)
    {
        var depth = await market.GetDepthAsync(cancellationToken);
        var agreement = BookAgreement.Between(row.Book, depth);
        tally.AddRow(row.Number, row.Book, agreement, agreement, depth);
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
