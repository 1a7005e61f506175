using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rtx.Storage.Trading;

namespace Rtx.Actors.Accounts;

/// <summary>Wakes accounts that have unsettled events, so that work that a killed silo left unfinished is done without a request. The key is 0.</summary>
[Alias("rtx.ISettlementMonitorGrain")]
internal interface ISettlementMonitorGrain : IGrainWithIntegerKey
{
    /// <summary>Registers the reminder and checks immediately.</summary>
    [Alias("Start")]
    Task Start();
}

/// <inheritdoc cref="ISettlementMonitorGrain" />
internal sealed class SettlementMonitorGrain(AccountStore store, IOptions<AccountOptions> options, ILogger<SettlementMonitorGrain> log)
    : Grain, ISettlementMonitorGrain, IRemindable
{
    private const string ReminderName = "sweep";

    public async Task Start()
    {
        var interval = options.Value.SettlementSweepInterval;
        await this.RegisterOrUpdateReminder(ReminderName, interval, interval);
        await SweepAsync();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => SweepAsync();

    private async Task SweepAsync()
    {
        foreach (var account in await store.ReadUnsettledAccountsAsync(options.Value.MaxAccountsPerSweep, CancellationToken.None)) await GrainFactory.WakeAsync(account, log);
    }
}
