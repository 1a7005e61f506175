using System.Runtime.CompilerServices;

namespace Rtx.Testing.Recordings;

/// <summary>Recordings that are not part of the project: they are read from <c>shared/data</c> beside the checkout.</summary>
public static class RecordedDays
{
    // The message prefix by which xunit recognizes a skipped test.
    private const string SkipToken = "$XunitDynamicSkip$";

    public static string LobsterMessages => Find("AMZN_2012-06-21_34200000_57600000_message_5.csv.gz");

    public static string LobsterBook => Find("AMZN_2012-06-21_34200000_57600000_orderbook_5.csv.gz");

    public static string MboOrders => Find("ARL_20250717_mbo.csv.gz");

    public static string MboLevels => Find("ARL_20250717_mbp10.csv.gz");

    public static string EurUsd => Find("EURUSD_oanda_20140501_20140515_ticks.csv.gz");

    public static string Aig => Find("AIG_20131009_quote_ticks.csv.gz");

    public static string Binance => Find("binance_spot_btcusdt_20240808.jsonl.gz");

    private static string Find(string name, [CallerFilePath] string thisFile = "")
    {
        for (var folder = Path.GetDirectoryName(thisFile); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var path = Path.Combine(folder, "shared", "data", name);
            if (File.Exists(path)) return path;
        }

        throw new InvalidOperationException(
            $"{SkipToken}The recording {name} is missing: it belongs into shared/data beside the checkout.");
    }
}
