using Rtx.Model;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Trading;

/// <summary>Stored account controls, and which accounts are overdue.</summary>
public sealed class AccountControlTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Timestamp Now = new(5_000_000);
    private TradingFixture _trading = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AccountControlStore Store => new(_trading.Database);

    public async ValueTask InitializeAsync() => _trading = await TradingFixture.StartAsync(postgres);

    public ValueTask DisposeAsync() => _trading.DisposeAsync();

    [Fact]
    public async Task Controls_are_read_as_they_were_last_set()
    {
        var never = await Store.ReadAsync(_trading.Alice, Cancel);
        await _trading.SetControlsAsync(new AccountControlsRow(_trading.Alice, IsKillSwitchOn: true, Now));
        var set = await Store.ReadAsync(_trading.Alice, Cancel);
        await _trading.SetControlsAsync(new AccountControlsRow(_trading.Alice, IsKillSwitchOn: false, CancelAllAt: null));
        var lifted = await Store.ReadAsync(_trading.Alice, Cancel);

        Assert.Equal(new AccountControlsRow(_trading.Alice, IsKillSwitchOn: false, CancelAllAt: null), never);
        Assert.Equal(new AccountControlsRow(_trading.Alice, IsKillSwitchOn: true, Now), set);
        Assert.Equal(never, lifted);
    }

    [Fact]
    public async Task Account_is_overdue_once_its_time_is_over()
    {
        await _trading.SetControlsAsync(new AccountControlsRow(_trading.Alice, IsKillSwitchOn: false, Now));
        await _trading.SetControlsAsync(
            new AccountControlsRow(_trading.Bob, IsKillSwitchOn: false, new Timestamp(Now.UnixMicroseconds - 1)));

        Assert.Equal([_trading.Bob, _trading.Alice], await Store.ReadOverdueAsync(Now, 10, Cancel));
        Assert.Equal([_trading.Bob], await Store.ReadOverdueAsync(new Timestamp(Now.UnixMicroseconds - 1), 10, Cancel));
        Assert.Equal([_trading.Bob], await Store.ReadOverdueAsync(Now, 1, Cancel));
    }

    [Fact]
    public async Task Account_is_overdue_while_orders_are_open_though_its_kill_switch_is_on()
    {
        await _trading.SetControlsAsync(new AccountControlsRow(_trading.Alice, IsKillSwitchOn: true, CancelAllAt: null));
        await _trading.SetControlsAsync(new AccountControlsRow(_trading.Bob, IsKillSwitchOn: true, CancelAllAt: null));
        var opened = OrderEvents.Accepted(TestInstruments.Spot.Id, 1, _trading.Alice, "a", Side.Buy);
        await _trading.CommitAsync(opened);

        Assert.Equal([_trading.Alice], await Store.ReadOverdueAsync(Now, 10, Cancel));
        await _trading.CommitAsync(opened.Closed(2, ExecType.Canceled));
        Assert.Empty(await Store.ReadOverdueAsync(Now, 10, Cancel));
    }
}
