using Rtx.Chaos.Processes;
using Rtx.Testing;

namespace Rtx.Chaos.Servers;

/// <summary>A primary and its standby, up to the failover.</summary>
internal sealed class Replication(PostgresServer primary, PostgresServer standby)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    // The end of the received log is seldom the end of a record.
    private static readonly TimeSpan Still = TimeSpan.FromMilliseconds(300);

    private int _sender;

    /// <summary>Waits until everything that the primary writes is streamed to the standby.</summary>
    public async Task WaitUntilStreamingAsync()
    {
        const string Streams =
            "select exists (select from pg_stat_replication where state = 'streaming' and application_name = 'walreceiver')";
        await Eventually.HoldsAsync(() => primary.QueryAsync<bool>(Streams), "the standby follows");
        _sender = await primary.QueryAsync<int>("select pid from pg_stat_replication where application_name = 'walreceiver'");
    }

    /// <summary>From now on commits wait for the standby.</summary>
    public async Task MakeSynchronousAsync()
    {
        await primary.QueryAsync<object>("alter system set synchronous_standby_names = '*'");
        await primary.QueryAsync<bool>("select pg_reload_conf()");
        const string IsSynchronous = "select exists (select from pg_stat_replication where sync_state = 'sync')";
        await Eventually.HoldsAsync(() => primary.QueryAsync<bool>(IsSynchronous), "the standby is synchronous");
    }

    /// <summary>The standby receives but does not apply.</summary>
    public Task PauseReplayAsync() => standby.QueryAsync<object>("select pg_wal_replay_pause()");

    /// <summary>Waits until the standby has received everything that is durable now.</summary>
    public async Task CatchUpAsync()
    {
        var durable = await primary.QueryAsync<string>("select pg_current_wal_flush_lsn()::text");
        await Eventually.HoldsAsync(
            () => standby.QueryAsync<bool>($"select pg_last_wal_receive_lsn() >= '{durable}'::pg_lsn"), "the standby has caught up");
    }

    /// <summary>Nothing more reaches the standby, though the connection stays open.</summary>
    public void Hold() => Signals.Send(_sender, Signal.Stop);

    /// <summary>Waits until books have committed this many more events.</summary>
    public async Task WaitForEventsAsync(int count, string tradingDatabase)
    {
        const string Committed = "select coalesce(sum(sequence), 0)::bigint from stream_heads where stream_kind = 2";
        var enough = await primary.QueryAsync<long>(Committed, tradingDatabase) + count;
        await Eventually.HoldsAsync(async () => await primary.QueryAsync<long>(Committed, tradingDatabase) >= enough, "books commit");
    }

    /// <summary>The primary continues without the standby.</summary>
    public async Task GiveUpAsync()
    {
        if (_sender > 0) Signals.Send(_sender, Signal.Continue);
        await primary.QueryAsync<object>("alter system reset synchronous_standby_names");
        await primary.QueryAsync<bool>("select pg_reload_conf()");
    }

    /// <summary>Once the primary has ended: the standby applies what it has received.</summary>
    /// <returns>The last sequence of each instrument's book on the standby.</returns>
    public async Task<IReadOnlyDictionary<int, long>> ApplyReceivedAsync(string tradingDatabase)
    {
        const string ReceivesNothing = "select not exists (select from pg_stat_wal_receiver where status = 'streaming')";
        await Eventually.HoldsAsync(() => standby.QueryAsync<bool>(ReceivesNothing), "the standby notices that the primary has ended");
        await standby.QueryAsync<object>("select pg_wal_replay_resume()");
        for (
            var (applied, since) = (
                "", TimeProvider.System.GetTimestamp()); TimeProvider.System.GetElapsedTime(since) < Still; await Task.Delay(Poll))
        {
            var now = await standby.QueryAsync<string>("select pg_last_wal_replay_lsn()::text");
            if (now != applied) (applied, since) = (now, TimeProvider.System.GetTimestamp());
        }

        var books = await standby.QueryAsync<long[]>(Books("stream_id"), tradingDatabase);
        var sequences = await standby.QueryAsync<long[]>(Books("sequence"), tradingDatabase);
        return books.Zip(sequences).ToDictionary(book => (int)book.First, book => book.Second);

        static string Books(string column) => $"select array_agg({column} order by stream_id) from stream_heads where stream_kind = 2";
    }

    /// <summary>The standby becomes the primary.</summary>
    public Task PromoteAsync() => standby.QueryAsync<bool>("select pg_promote()");
}
