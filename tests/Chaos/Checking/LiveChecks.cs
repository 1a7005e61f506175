using Npgsql;
using Rtx.Chaos.Bots;

namespace Rtx.Chaos.Checking;

/// <summary>Every event of who listens was told live, or followed by the word that something may be missing.</summary>
internal sealed class LiveChecks(string connectionString)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until all is told.</summary>
    /// <returns>What was not.</returns>
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

    private async Task<List<Difference>> FindUntoldAsync(IReadOnlyList<Listening> listeners)
    {
        var byAccount = listeners.ToDictionary(listener => listener.Account);
        List<Difference> untold = [];
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select e.account_id, i.symbol, e.sequence, e.event_at from order_events e join instruments i using (instrument_id) where e.account_id = any ($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. byAccount.Keys] });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var (account, symbol, sequence, time) = (reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3));
            if (!byAccount[account].Knows(symbol, sequence, time)) untold.Add(new Difference(DifferenceKind.NeverTold, $"account {account} listened and was never told of {sequence} in {symbol} at {time:HH:mm:ss.fff}"));
        }

        return untold;
    }
}
