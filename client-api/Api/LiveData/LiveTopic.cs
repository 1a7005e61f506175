namespace Rtx.ClientApi.LiveData;

/// <summary>What a connection can listen to.</summary>
/// <param name="Kind">Which data.</param>
/// <param name="Id">Number of the instrument; of the account for executions.</param>
internal readonly record struct LiveTopic(Client.LiveKind Kind, long Id);
