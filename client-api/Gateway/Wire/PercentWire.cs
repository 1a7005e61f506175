namespace Rtx.Gateway.Wire;

/// <summary>Percent outside, hundredths of a percent inside.</summary>
public static class PercentWire
{
    private const decimal BasisPointsPerPercent = 100m;

    // Far above what any rule allows, and far below an overflow.
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
