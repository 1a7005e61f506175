namespace Rtx.ClientApi.LiveData;

internal enum LiveKind
{
    Quotes = 1,
    Depth = 2,
    Trades = 3,
    Candles = 4,
    Executions = 5,
    Orders = 6,
}

/// <summary>What a connection can listen to.</summary>
/// <param name="Kind">Which data.</param>
/// <param name="Id">Number of the instrument; of the account for executions.</param>
internal readonly record struct LiveTopic(LiveKind Kind, long Id);
