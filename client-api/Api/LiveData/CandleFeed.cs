using Microsoft.AspNetCore.SignalR;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Minute candles of an instrument in their newest state.</summary>
internal sealed class CandleFeed(Instrument instrument, string channel, Func<byte[], Candle[]?> deserialize, ILogger logger)
    : LiveLog<Candle[], Candle>(
        new Client.Resync { Kind = Client.LiveKind.Candles, Symbol = instrument.Symbol }, channel, MaxStates, deserialize, logger)
{
    private const int MaxStates = 4_000;

    protected override ValueTask<bool> Add(Candle[] message)
    {
        Append(message);
        return ValueTask.FromResult(message.Length > 0);
    }

    protected override SerializedHubMessage Merge(IEnumerable<Candle> items)
    {
        var newest = new SortedDictionary<(Timestamp OpenTime, CandlePrice PriceKind), Candle>();
        foreach (var candle in items) newest[(candle.OpenTime, candle.PriceKind)] = candle;
        return Message(
            nameof(Client.ITradingHubClient.Candles),
            newest.Values.Select(candle => MarketDataWire.ToWire(instrument, candle, minutes: 1)).ToList());
    }
}
