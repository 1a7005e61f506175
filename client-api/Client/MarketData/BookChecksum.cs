using System.Globalization;
using System.IO.Hashing;

namespace Rtx.Client;

/// <summary>Computes <see cref="DepthUpdate.Checksum"/>.</summary>
internal static class BookChecksum
{
    /// <summary>Levels of each side that the checksum covers.</summary>
    public const int Levels = 10;

    // Two numbers of at most twenty characters for each level, and their colons.
    private const int MaxTextLength = 2 * Levels * 2 * 21;

    /// <param name="bids">Best first.</param>
    /// <param name="asks">Best first.</param>
    /// <param name="instrument">Defines the increments that prices and quantities are counted in.</param>
    public static uint Compute(IEnumerable<DepthLevel> bids, IEnumerable<DepthLevel> asks, Instrument instrument)
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        var length = 0;
        foreach (var level in bids.Take(Levels).Concat(asks.Take(Levels)))
        {
            Append(text, ref length, level.Price / instrument.PriceIncrement);
            Append(text, ref length, level.Quantity / instrument.QuantityIncrement);
        }

        return Crc32.HashToUInt32(text[..length]);
    }

    private static void Append(Span<byte> text, ref int length, decimal increments)
    {
        if (length > 0) text[length++] = (byte)':';
        // The invariant culture, because others use different minus signs.
        ((long)increments).TryFormat(text[length..], out var written, default, CultureInfo.InvariantCulture);
        length += written;
    }
}
