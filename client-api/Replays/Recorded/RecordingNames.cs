namespace Rtx.Replays.Recorded;

/// <summary>
/// Parses the file names of recordings, e.g. <c>EURUSD_oanda_20140501.csv.gz</c>: the part before the first <c>_</c> or dot names the
/// instrument.
/// </summary>
internal static class RecordingNames
{
    private const int PairLength = 6;
    private const int MaxShareLength = 8;

    /// <summary>A currency pair in upper case.</summary>
    /// <param name="path">The file.</param>
    /// <param name="given">The pair, if the file name does not contain it.</param>
    /// <exception cref="FormatException">Neither contains one.</exception>
    public static string PairOf(string path, string? given)
    {
        var pair = (given ?? FirstPart(path)).ToUpperInvariant();
        if (pair.Length == PairLength && pair.All(char.IsAsciiLetterUpper)) return pair;
        throw new FormatException(given is null
            ? $"The file name {Path.GetFileName(path)} does not begin with a currency pair, as EURUSD_2014.csv does: name the pair with --symbol, e.g. --symbol EURUSD."
            : $"'{given}' is no currency pair: it has six letters, e.g. EURUSD.");
    }

    /// <summary>A share in upper case.</summary>
    /// <exception cref="FormatException">The name does not contain one.</exception>
    public static string ShareOf(string path)
    {
        var share = FirstPart(path).ToUpperInvariant();
        if (share.Length is >= 1 and <= MaxShareLength && char.IsAsciiLetterUpper(share[0]) && share.All(char.IsAsciiLetterOrDigit))
        {
            return share;
        }
        throw new FormatException(
            $"The file name {Path.GetFileName(path)} does not begin with a share's symbol, as AMZN_2012-06-21_message_5.csv does: rename the file.");
    }

    private static string FirstPart(string path) => Path.GetFileName(path).Split('_', '.')[0];
}
