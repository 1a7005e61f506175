using Microsoft.Extensions.Options;

namespace Rtx.Actors.Upkeep;

/// <summary>Options of the regular upkeep of the market-data database: <c>Rtx:MarketData</c>.</summary>
public sealed class MarketDataUpkeepOptions
{
    /// <summary>Time between two rounds.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Days for which ticks are kept, by their own time; 0 keeps all, which imported old ticks need: otherwise the next round would drop
    /// them. Candles are kept forever.
    /// </summary>
    public int TickRetentionDays { get; set; }

    /// <summary>Days for which partitions are created in advance.</summary>
    public int DaysAhead { get; set; } = 3;
}

internal sealed class MarketDataUpkeepOptionsValidator : IValidateOptions<MarketDataUpkeepOptions>
{
    // Minute candles are refreshed over the last three days, so the ticks of these must still be there.
    private const int FewestDays = 7;

    public ValidateOptionsResult Validate(string? name, MarketDataUpkeepOptions options)
    {
        if (options.Interval < TimeSpan.FromSeconds(1))
            return ValidateOptionsResult.Fail("Rtx:MarketData:Interval must be a second or more.");
        if (options.TickRetentionDays is not 0 and < FewestDays)
            return ValidateOptionsResult.Fail($"Rtx:MarketData:TickRetentionDays must be 0 or at least {FewestDays}.");
        return options.DaysAhead is < 1 or > 30
            ? ValidateOptionsResult.Fail("Rtx:MarketData:DaysAhead must be 1 to 30.")
            : ValidateOptionsResult.Success;
    }
}
