namespace Rtx.ClientApi.LiveData;

/// <summary>A topic that a connection can subscribe to.</summary>
/// <param name="Kind">The kind of data.</param>
/// <param name="Id">Instrument id; the account id for executions.</param>
internal readonly record struct LiveTopic(Client.LiveKind Kind, long Id);
