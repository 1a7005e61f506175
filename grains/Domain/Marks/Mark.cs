using Rtx.Model;

namespace Rtx.Domain.Marks;

/// <summary>What is known of the price that a margined instrument is valued at. The default is none yet.</summary>
/// <param name="Price">The mark; null while there is none.</param>
/// <param name="IsStale">Whether it is too old, or its source is out of reach: then risk may not rise by it, and no money leaves.</param>
/// <param name="IsOfBook">Whether traders of its own book make it.</param>
public readonly record struct Mark(Price? Price, bool IsStale = false, bool IsOfBook = false);
