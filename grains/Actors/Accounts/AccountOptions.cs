using Microsoft.Extensions.Options;

namespace Rtx.Actors.Accounts;

/// <summary>Limits of an account grain. Section <c>Rtx:Account</c>.</summary>
public sealed class AccountOptions
{
    /// <summary>Decisions that may wait for the account's next commit; more are refused as busy.</summary>
    public int MaxWaitingDecisions { get; set; } = 10_000;

    /// <summary>Client order ids that an active account remembers; one that has used more asks the database about each new one.</summary>
    public int MaxKnownClientOrderIds { get; set; } = 100_000;

    /// <summary>Requests to place or change orders that a silo processes concurrently; more are refused as busy. Cancels don't count.</summary>
    public int MaxOrdersInFlight { get; set; } = 500;

    /// <summary>Average time that an answer to an order should take: while orders are refused, a silo limits its concurrency to reach it.</summary>
    public TimeSpan TargetOrderTime { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How often accounts with unsettled events are looked for.</summary>
    public TimeSpan SettlementSweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often each silo looks for accounts that should have cancelled their orders by now, and for books that should be awake.</summary>
    public TimeSpan OverdueSweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Accounts woken by one sweep.</summary>
    public int MaxAccountsPerSweep { get; set; } = 1_000;
}

internal sealed class AccountOptionsValidator : IValidateOptions<AccountOptions>
{
    public ValidateOptionsResult Validate(string? name, AccountOptions options)
    {
        List<string> errors = [];
        if (options.MaxWaitingDecisions is < 1 or > 1_000_000) errors.Add("MaxWaitingDecisions must be 1 to 1,000,000.");
        if (options.MaxKnownClientOrderIds is < 0 or > 10_000_000) errors.Add("MaxKnownClientOrderIds must be 0 to 10,000,000.");
        if (options.MaxOrdersInFlight is < 1 or > 1_000_000) errors.Add("MaxOrdersInFlight must be 1 to 1,000,000.");
        if (options.TargetOrderTime < TimeSpan.FromMilliseconds(1) || options.TargetOrderTime > TimeSpan.FromSeconds(10)) errors.Add("TargetOrderTime must be 1 millisecond to 10 seconds.");
        if (options.SettlementSweepInterval < TimeSpan.FromMinutes(1) || options.SettlementSweepInterval > TimeSpan.FromHours(1)) errors.Add("SettlementSweepInterval must be 1 minute to 1 hour.");
        if (options.OverdueSweepInterval < TimeSpan.FromSeconds(1) || options.OverdueSweepInterval > TimeSpan.FromMinutes(1))
            errors.Add("OverdueSweepInterval must be 1 second to 1 minute.");
        if (options.MaxAccountsPerSweep is < 1 or > 100_000) errors.Add("MaxAccountsPerSweep must be 1 to 100,000.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
