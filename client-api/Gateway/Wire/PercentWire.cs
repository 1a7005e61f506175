namespace Rtx.Gateway.Wire;

/// <summary>Converts percent on the wire to basis points inside.</summary>
public static class PercentWire
{
    private const decimal BasisPointsPerPercent = 100m;

    // Far above any rule's limit, and far below an overflow.
    private const decimal MaxPercent = 1_000_000m;

    public static decimal Of(long basisPoints) => basisPoints / BasisPointsPerPercent;

    /// <summary>Converts; false when there are more than two decimals. Nothing is rounded.</summary>
    public static bool TryToBasisPoints(decimal percent, out long basisPoints)
    {
        basisPoints = 0;
        if (Math.Abs(percent) > MaxPercent || percent * BasisPointsPerPercent % 1m != 0m) return false;
        basisPoints = (long)(percent * BasisPointsPerPercent);
        return true;
    }
}
