using Microsoft.AspNetCore.SignalR;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>All trades of an instrument; the book's sequence shows when one may be missing.</summary>
internal sealed class TradeFeed(Instrument instrument, string channel, Func<byte[], BookUpdate?> deserialize, ILogger logger)
    : LiveLog<BookUpdate, Client.TradePrint>(
        new Client.Resync { Kind = Client.LiveKind.Trades, Symbol = instrument.Symbol }, channel, MaxTrades, deserialize, logger)
{
    private const int MaxTrades = 10_000;

    private long? _sequence;

    protected override ValueTask<bool> Add(BookUpdate message)
    {
        if (message.Sequence <= _sequence) return ValueTask.FromResult(false);
        if (message.PreviousSequence > _sequence) ReportGap();
        _sequence = message.Sequence;
        if (message.Trades.Count == 0) return ValueTask.FromResult(false);
        Append([.. message.Trades.Select(trade => MarketDataWire.ToWire(instrument, trade))]);
        return ValueTask.FromResult(true);
    }

    protected override SerializedHubMessage Merge(IEnumerable<Client.TradePrint> items) =>
        Message(nameof(Client.ITradingHubClient.Trades), items.ToList());
}
