using Rtx.Model;

namespace Rtx.Domain.Orders;

/// <summary>A request in the terms of a book, or why there are none.</summary>
/// <param name="Order">The order as the book takes it, without its id. Where there is a reason, what is missing in it has a harmless value.</param>
/// <param name="RejectReason">
/// <see cref="RejectReason.InvalidTerms"/> when the request contradicts itself, <see cref="RejectReason.NoReferencePrice"/> when it needs a price that nobody knows;
/// None when the terms are complete.
/// </param>
public readonly record struct ResolvedTerms(BookOrder Order, RejectReason RejectReason = RejectReason.None);
