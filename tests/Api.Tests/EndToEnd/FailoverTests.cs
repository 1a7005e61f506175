using Npgsql;
using Rtx.Client;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.EndToEnd;

/// <summary>
/// A client's copy of its executions while a standby that lacks the last commits takes the place of the primary: a system with both of its
/// own.
/// </summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private const int Lost = 4;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private (ServerProcess Server, string ConnectionString) _primary;
    private (ServerProcess Server, string ConnectionString) _standby;
    private TcpRelay _relay = null!;
    private RtxSystem _system = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _primary = await PostgresCluster.Start();
        _relay = new TcpRelay(_primary.Server.Port);
        var trading = new NpgsqlConnectionStringBuilder(_primary.ConnectionString) { Port = _relay.Port, Database = "rtx_trading" };
        _system = RtxSystem.With(("ConnectionStrings__Trading", trading.ConnectionString));
        await _system.AdministratorAsync();
        _standby = await PostgresCluster.StartStandbyOfAsync(_primary.Server);
    }

    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        await _relay.DisposeAsync();
        await _standby.Server.DisposeAsync();
        await _primary.Server.DisposeAsync();
    }

    // RESUME-6.
    [Fact]
    public async Task Who_resumes_after_the_book_has_passed_what_was_lost_has_what_the_book_has()
    {
        await using var floor = await Floor.Open(_system);
        var copy = new LocalExecutions(floor.OtherAccount);
        await floor.Rest(Side.Sell, 20m, 1m);
        await StopFollowingAsync();
        for (var i = 0; i < Lost; i++) await floor.Rest(Side.Sell, 21m, 1m);
        await copy.ReadAsync(floor.Other.Accounts, Token);
        var before = copy.Of(floor.Symbol);

        await QueryAsync<bool>(_standby.ConnectionString, "select pg_promote()");
        _relay.LeadTo(_standby.Server.Port);
        await _system.RestartSiloAsync();
        for (var i = 0; i <= Lost; i++) await PlaceAsync(floor, floor.Limit(Side.Sell, 22m, 1m));
        await copy.ReadAsync(floor.Other.Accounts, Token);

        var stored = await floor.Other.Accounts.ReadExecutionsAfterAsync(floor.OtherAccount, floor.Symbol, after: 0, Token)
            .ToListAsync(Token);
        Assert.Equal(1 + Lost, before.Count);
        Assert.Equal([20m, .. Enumerable.Repeat(22m, 1 + Lost)], stored.Select(report => report.Price));
        Assert.Equal(stored, copy.Of(floor.Symbol));
    }

    private static async Task PlaceAsync(Floor floor, PlaceOrderRequest request)
    {
        while (true)
        {
            try
            {
                await floor.Other.Orders.PlaceAsync(floor.OtherAccount, request, Token);
                return;
            }
            catch (RtxException e) when (e.Code is RtxErrorCodes.Unavailable or RtxErrorCodes.OutcomeUnknown)
            {
                await Task.Delay(RetryDelay, Token);
            }
        }
    }

    // It has what the primary had.
    private async Task StopFollowingAsync()
    {
        var written = await QueryAsync<string>(_primary.ConnectionString, "select pg_current_wal_insert_lsn()::text");
        await UntilAsync($"select pg_last_wal_replay_lsn() >= '{written}'::pg_lsn");
        await QueryAsync<object>(_standby.ConnectionString, "alter system set primary_conninfo = ''");
        await QueryAsync<bool>(_standby.ConnectionString, "select pg_reload_conf()");
        await UntilAsync("select not exists (select from pg_stat_wal_receiver)");
    }

    private Task UntilAsync(string condition) =>
        Eventually.HoldsAsync(() => QueryAsync<bool>(_standby.ConnectionString, condition), condition);

    private static async Task<T?> QueryAsync<T>(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return (T?)await command.ExecuteScalarAsync(Token);
    }
}
