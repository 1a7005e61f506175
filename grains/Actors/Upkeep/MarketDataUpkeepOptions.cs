using Microsoft.Extensions.Options;

namespace Rtx.Actors.Upkeep;

/// <summary>What a silo does to the market-data database now and then: <c>Rtx:MarketData</c>.</summary>
public sealed class MarketDataUpkeepOptions
{
    /// <summary>How often.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Days for which ticks are kept, by their own time; 0 keeps all, which recorded ticks of past years need: they would go with the next round. Candles are kept for ever.
    /// </summary>
    public int TickRetentionDays { get; set; }

    /// <summary>Days whose partitions are made ahead.</summary>
    public int DaysAhead { get; set; } = 3;
}

internal sealed class MarketDataUpkeepOptionsValidator : IValidateOptions<MarketDataUpkeepOptions>
{
    // The aggregates of the minutes are refreshed over the last three days; what is refreshed must be there.
    private const int FewestDays = 7;

    public ValidateOptionsResult Validate(string? name, MarketDataUpkeepOptions options)
    {
        if (options.Interval < TimeSpan.FromSeconds(1)) return ValidateOptionsResult.Fail("Rtx:MarketData:Interval must be a second or more.");
        if (options.TickRetentionDays is not 0 and < FewestDays) return ValidateOptionsResult.Fail($"Rtx:MarketData:TickRetentionDays must be 0 or at least {FewestDays}.");
        return options.DaysAhead is < 1 or > 30 ? ValidateOptionsResult.Fail("Rtx:MarketData:DaysAhead must be 1 to 30.") : ValidateOptionsResult.Success;
    }
}
