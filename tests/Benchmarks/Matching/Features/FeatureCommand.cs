using Rtx.Model;

namespace Rtx.Benchmarks.Matching.Features;

/// <summary>A command of the workload with features: small like a record of the neutral workload, with the objects that it brings made before.</summary>
internal readonly struct FeatureCommand
{
    /// <summary>The order: its own id, or the one to change or cancel.</summary>
    public required OrderId Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required ushort Account { get; init; }

    /// <summary>Buy or sell; of new orders.</summary>
    public Side Side { get; init; }

    /// <summary>What it does; of new orders.</summary>
    public OrderType OrderType { get; init; }

    /// <summary>How long it lives; of new orders.</summary>
    public TimeInForce TimeInForce { get; init; }

    /// <summary>Lots of a new order; 0 for a cancel or an amendment.</summary>
    public uint Quantity { get; init; }

    /// <summary>Limit or protection price of a new order.</summary>
    public Price Price { get; init; }

    /// <summary>What else a new order asks; null for nothing.</summary>
    public OrderInstructions? Instructions { get; init; }

    /// <summary>The amendment; null when it is none.</summary>
    public AmendOrder? Amend { get; init; }
}
