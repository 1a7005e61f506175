using Rtx.Simulation.Tests.Runtime;

namespace Rtx.Simulation.Tests;

/// <summary>Features that clients and operators may use.</summary>
internal enum Feature
{
    MarketOrders,
    MarketToLimitOrders,
    StopOrders,
    TouchedOrders,
    TrailingOrders,
    Icebergs,
    MinimumQuantities,
    PostOnly,
    ReduceOnly,
    SelfTradePrevention,
    Immediate,
    Expiring,
    DayOrders,
    AuctionOrders,
    Lists,
    Batches,
    Amendments,
    Cancels,
    MassCancels,
    KillSwitch,
    DeadManTimer,
    Withdrawals,
    Contradictions,
    Looks,
    TradingStates,
    Schedules,
    References,
    PriceBands,
    Feed,
}

/// <summary>The features of one history: a random half of all, so that each is used often and rare ones are combined.</summary>
internal sealed class Features
{
    private readonly HashSet<Feature> _drawn;

    public Features(SimulatedWorld world) => _drawn = [.. Enum.GetValues<Feature>().Where(_ => world.Next(2) == 0)];

    public bool Has(Feature feature) => _drawn.Contains(feature);

    public override string ToString() => string.Join(", ", _drawn.Order());
}
