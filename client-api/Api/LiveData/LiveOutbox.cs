using Microsoft.AspNetCore.SignalR;

namespace Rtx.ClientApi.LiveData;

/// <summary>What one connection is sent next: all quotes in one message, everything else as messages that all connections share.</summary>
internal sealed class LiveOutbox
{
    public List<EncodedQuote> Quotes { get; } = [];

    public List<SerializedHubMessage> Messages { get; } = [];

    public List<Client.Resync> Resyncs { get; } = [];
}
