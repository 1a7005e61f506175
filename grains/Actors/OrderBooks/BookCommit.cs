using Rtx.Storage.Commits;

namespace Rtx.Actors.OrderBooks;

/// <summary>What one commit made durable of a book.</summary>
/// <param name="Events">Its events, rising; may be none.</param>
/// <param name="View">What it left of the book for those who follow it.</param>
/// <param name="Previous">The last sequence that was durable before.</param>
/// <param name="Last">The last sequence that is durable now.</param>
/// <param name="State">The trading state that is durable now.</param>
/// <param name="Standing">Trading state and reference price; null when it left both alone.</param>
internal sealed record BookCommit(IReadOnlyList<OrderEvent> Events, BookView View, long Previous, long Last, TradingState State, BookStanding? Standing);
