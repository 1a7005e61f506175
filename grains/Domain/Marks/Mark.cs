using Rtx.Model;

namespace Rtx.Domain.Marks;

/// <summary>The price that a margined instrument is valued at. The default has no price yet.</summary>
/// <param name="Price">The mark; null while there is none.</param>
/// <param name="IsStale">Whether it is too old, or its source can't be reached: then no order may raise risk, and no money may
/// leave.</param>
/// <param name="IsOfBook">Whether the instrument's own book makes it.</param>
public readonly record struct Mark(Price? Price, bool IsStale = false, bool IsOfBook = false);
