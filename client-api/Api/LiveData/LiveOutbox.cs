using Microsoft.AspNetCore.SignalR;

namespace Rtx.ClientApi.LiveData;

/// <summary>
/// The next messages of one connection: all quotes in one message, everything else as messages shared by all connections.
/// </summary>
internal sealed class LiveOutbox
{
    public List<EncodedQuote> Quotes { get; } = [];

    public List<SerializedHubMessage> Messages { get; } = [];

    public List<Client.Resync> Resyncs { get; } = [];
}
