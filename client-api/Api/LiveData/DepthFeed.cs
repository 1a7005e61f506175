using Microsoft.AspNetCore.SignalR;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Changes of a book, merged.</summary>
internal sealed class DepthFeed(Instrument instrument, string channel, Func<byte[], BookUpdate?> deserialize, ILogger logger)
    : LiveLog<BookUpdate, BookUpdate>(
        new Client.Resync { Kind = Client.LiveKind.Depth, Symbol = instrument.Symbol }, channel, MaxUpdates, deserialize, logger)
{
    /// <summary>Pending updates before they are dropped in favour of a snapshot, which is smaller.</summary>
    public const int MaxUpdates = 10_000;

    protected override ValueTask<bool> Add(BookUpdate message)
    {
        Append([message]);
        return ValueTask.FromResult(true);
    }

    protected override SerializedHubMessage Merge(IEnumerable<BookUpdate> items)
    {
        var merge = new DepthMerge(instrument);
        foreach (var update in items) merge.Add(update);
        return Message(nameof(Client.ITradingHubClient.DepthChanged), merge.Drain()!);
    }
}
