using Npgsql;
using Rtx.Chaos.Bots;

namespace Rtx.Chaos.Checking;

/// <summary>
/// Checks that listeners received every event live, or were told afterwards that events may be missing, and that their copies equal SQL
/// (RESUME-6).
/// </summary>
internal sealed class LiveChecks(string connectionString)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until everything is delivered.</summary>
    /// <returns>The missing events.</returns>
    public async Task<IReadOnlyList<Difference>> CheckAsync(IReadOnlyList<Listening> listeners, TimeSpan patience)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var untold = await FindUntoldAsync(listeners);
            if (untold.Count == 0 || TimeProvider.System.GetElapsedTime(start) > patience) return untold;
            await Task.Delay(Interval);
        }
    }

    /// <summary>Once nobody trades any more: waits until all copies are what SQL has.</summary>
    /// <returns>Those that are not.</returns>
    public async Task<IReadOnlyList<Difference>> CheckCopiesAsync(IReadOnlyList<Listening> listeners, TimeSpan patience)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var differing = await FindDifferingAsync(listeners);
            if (differing.Count == 0 || TimeProvider.System.GetElapsedTime(start) > patience) return differing;
            await Task.Delay(Interval);
        }
    }

    private async Task<List<Difference>> FindUntoldAsync(IReadOnlyList<Listening> listeners)
    {
        var byAccount = listeners.ToDictionary(listener => listener.Account);
        return [.. (await ReadAsync(listeners)).Where(e => !byAccount[e.Account].Knows(e.Symbol, e.Sequence, e.Time)).Select(Untold)];
    }

    private static Difference Untold(Told e) =>
        new(DifferenceKind.NeverTold, $"account {e.Account} was never told of {e.Sequence} in {e.Symbol} at {e.Time:HH:mm:ss.fff}");

    private async Task<List<Difference>> FindDifferingAsync(IReadOnlyList<Listening> listeners)
    {
        var stored = (await ReadAsync(listeners)).ToLookup(e => e.Account);
        var symbols = stored.SelectMany(events => events.Select(e => e.Symbol)).Distinct().ToList();
        List<Difference> differing = [];
        foreach (var listener in listeners)
        {
            var kept = symbols.SelectMany(listener.Copy.Of)
                .Select(report => new Told(listener.Account, report.Symbol, report.Sequence, report.Time)).ToList();
            var (missing, gone) = (stored[listener.Account].Except(kept).ToList(), kept.Except(stored[listener.Account]).ToList());
            if (missing.Count + gone.Count == 0) continue;
            var lacks = $"lacks {missing.Count} executions ({string.Join(", ", missing.Take(3))})";
            var keeps = $"keeps {gone.Count} that are not in SQL ({string.Join(", ", gone.Take(3))})";
            differing.Add(new Difference(DifferenceKind.CopyDiffers, $"the copy of account {listener.Account} {lacks} and {keeps}"));
        }

        return differing;
    }

    private async Task<List<Told>> ReadAsync(IReadOnlyList<Listening> listeners)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""
            select e.account_id, i.symbol, e.sequence, e.event_at from order_events e join instruments i using (instrument_id)
            where e.account_id = any ($1)
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. listeners.Select(listener => listener.Account)] });
        await using var reader = await command.ExecuteReaderAsync();
        List<Told> events = [];
        while (await reader.ReadAsync())
            events.Add(new Told(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3)));
        return events;
    }

    private readonly record struct Told(long Account, string Symbol, long Sequence, DateTimeOffset Time);
}
