using Microsoft.AspNetCore.SignalR;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Changes of the queues of a book, merged.</summary>
internal sealed class OrderQueueFeed(Instrument instrument, string channel, Func<byte[], BookUpdate?> deserialize, ILogger logger)
    : LiveLog<BookUpdate, BookUpdate>(
        new Client.Resync { Kind = Client.LiveKind.Orders, Symbol = instrument.Symbol }, channel, DepthFeed.MaxUpdates, deserialize, logger)
{
    protected override ValueTask<bool> Add(BookUpdate message)
    {
        Append([message]);
        return ValueTask.FromResult(true);
    }

    protected override SerializedHubMessage Merge(IEnumerable<BookUpdate> items)
    {
        var merge = new OrderQueueMerge(instrument);
        foreach (var update in items) merge.Add(update);
        return Message(nameof(Client.ITradingHubClient.OrdersChanged), merge.Drain()!);
    }
}
