namespace Rtx.Gateway.Reads;

/// <summary>An answer that may have been read earlier, because its caller allowed that.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Age">Time since it was read; null when it was read for this caller.</param>
public sealed record Aged<T>(T Value, TimeSpan? Age)
    where T : class;
