using Rtx.Storage.Database;

namespace Rtx.Storage.Trading;

/// <summary>Counts the rows of the trading database's invariant views; all of one moment is not needed, because each view holds at any moment.</summary>
public sealed class InvariantChecks(TradingDatabase database)
{
    /// <summary>What is told as broken where there is no view at all: nothing was proven then.</summary>
    public const string NoViews = "invariant_views_exist";

    /// <summary>Violations by view name; one of <see cref="NoViews"/> when the database has none.</summary>
    public async Task<IReadOnlyList<(string Name, long Violations)>> CountViolationsAsync(CancellationToken cancellationToken)
    {
        var views = await database.CreateCommand("""
            select viewname::text from pg_views where schemaname = current_schema() and viewname like 'invariant\_%' order by viewname
            """).ReadAllAsync(r => r.GetString(0), cancellationToken);
        if (views.Count == 0) return [(NoViews, 1)];
        List<(string, long)> results = [];
        foreach (var view in views)
        {
            // The name comes from the catalogue, not from a caller.
            await using var command = database.CreateCommand($"select count(*) from {view}");
            command.CommandTimeout = 240;
            results.Add((view, await command.ReadFirstAsync(r => r.GetInt64(0), cancellationToken)));
        }

        return results;
    }
}
