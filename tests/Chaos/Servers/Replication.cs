using Rtx.Chaos.Processes;

namespace Rtx.Chaos.Servers;

/// <summary>A primary and a standby that follows it, up to the failover.</summary>
internal sealed class Replication(PostgresServer primary, PostgresServer standby)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    // The end of what was received is seldom the end of a record.
    private static readonly TimeSpan Still = TimeSpan.FromMilliseconds(300);

    private int _sender;

    /// <summary>Waits until everything that the primary writes goes to the standby.</summary>
    public async Task WaitUntilStreamingAsync()
    {
        await UntilAsync(() => primary.QueryAsync<bool>("select exists (select from pg_stat_replication where state = 'streaming' and application_name = 'walreceiver')"), "the standby does not follow");
        _sender = await primary.QueryAsync<int>("select pid from pg_stat_replication where application_name = 'walreceiver'");
    }

    /// <summary>From now on commits wait until the standby has them.</summary>
    public async Task MakeSynchronousAsync()
    {
        await primary.QueryAsync<object>("alter system set synchronous_standby_names = '*'");
        await primary.QueryAsync<bool>("select pg_reload_conf()");
        await UntilAsync(() => primary.QueryAsync<bool>("select exists (select from pg_stat_replication where sync_state = 'sync')"), "the standby does not become synchronous");
    }

    /// <summary>The standby receives, and does not apply what it receives.</summary>
    public Task PauseReplayAsync() => standby.QueryAsync<object>("select pg_wal_replay_pause()");

    /// <summary>Waits until the standby has received what is durable now.</summary>
    public async Task CatchUpAsync()
    {
        var durable = await primary.QueryAsync<string>("select pg_current_wal_flush_lsn()::text");
        await UntilAsync(() => standby.QueryAsync<bool>($"select pg_last_wal_receive_lsn() >= '{durable}'::pg_lsn"), "the standby does not catch up");
    }

    /// <summary>Nothing more reaches the standby, and the connection stays open.</summary>
    public void Hold() => Signals.Send(_sender, Signal.Stop);

    /// <summary>Once the primary has ended: the standby applies what it has received.</summary>
    /// <returns>The last sequence of each instrument's book that it has.</returns>
    public async Task<IReadOnlyDictionary<int, long>> ApplyReceivedAsync(string tradingDatabase)
    {
        await UntilAsync(() => standby.QueryAsync<bool>("select not exists (select from pg_stat_wal_receiver where status = 'streaming')"), "the standby does not notice that the primary has ended");
        await standby.QueryAsync<object>("select pg_wal_replay_resume()");
        for (var (applied, since) = ("", TimeProvider.System.GetTimestamp()); TimeProvider.System.GetElapsedTime(since) < Still; await Task.Delay(Poll))
        {
            var now = await standby.QueryAsync<string>("select pg_last_wal_replay_lsn()::text");
            if (now != applied) (applied, since) = (now, TimeProvider.System.GetTimestamp());
        }

        var books = await standby.QueryAsync<long[]>("select array_agg(stream_id order by stream_id) from stream_heads where stream_kind = 2", tradingDatabase);
        var sequences = await standby.QueryAsync<long[]>("select array_agg(sequence order by stream_id) from stream_heads where stream_kind = 2", tradingDatabase);
        return books.Zip(sequences).ToDictionary(book => (int)book.First, book => book.Second);
    }

    /// <summary>The standby becomes the primary.</summary>
    public Task PromoteAsync() => standby.QueryAsync<bool>("select pg_promote()");

    private static async Task UntilAsync(Func<Task<bool>> holds, string otherwise)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience) throw new TimeoutException($"{otherwise} within {Patience.TotalSeconds:0} s");
            await Task.Delay(Poll);
        }
    }
}
