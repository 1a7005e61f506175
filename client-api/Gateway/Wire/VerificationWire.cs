using System.Globalization;
using Rtx.Model;

namespace Rtx.Gateway.Wire;

public static class VerificationWire
{
    /// <summary>The result of verifying a subject; without comparisons when there is no data yet.</summary>
    public static Client.Verification ToWire(string subject, VerificationResult? result) =>
        new() { Subject = subject, Comparisons = [.. (result?.Comparisons ?? []).Select(ToWire)] };

    public static Client.UnsettledBook ToWire(Instrument instrument, UnsettledBook unsettled) => new()
    {
        AccountId = unsettled.AccountId.Value,
        Symbol = instrument.Symbol,
        SettledSequence = unsettled.SettledSequence,
        LastSequence = unsettled.LastSequence,
        Since = unsettled.Since.ToDateTimeOffset(),
    };

    private static Client.StateComparison ToWire(StateComparison comparison) => new()
    {
        Left = comparison.Left,
        Right = comparison.Right,
        Sequence = comparison.Sequence,
        LeftHash = comparison.LeftHash.ToString("x16", CultureInfo.InvariantCulture),
        RightHash = comparison.RightHash.ToString("x16", CultureInfo.InvariantCulture),
        Differences = [.. comparison.Differences.Select(d => new Client.StateDifference { Part = d.Part, Left = d.Left, Right = d.Right })],
        Remark = comparison.Remark,
    };
}
