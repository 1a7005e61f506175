namespace Rtx.Replays.Market;

/// <summary>A replay was asked to start on a book that has orders.</summary>
internal sealed class BookNotEmptyException(string message) : Exception(message);
