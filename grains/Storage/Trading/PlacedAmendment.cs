using Rtx.Model;

namespace Rtx.Storage.Trading;

/// <summary>An amendment that gave an order another name, which makes it known for ever.</summary>
/// <param name="Before">The order before it.</param>
/// <param name="After">The order after it.</param>
public sealed record PlacedAmendment(Order Before, Order After)
{
    /// <summary>Whether the request is the one that made the amendment: what it names is so after it, and the rest is as before.</summary>
    public bool IsAnswerTo(AmendOrder request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.OrderId == After.OrderId && request.NewClientOrderId == After.ClientOrderId
            && (request.OrderQty ?? Before.OrderQty) == After.OrderQty && IsPriceOf(request)
            && ((request.StopPx ?? Before.Instructions?.StopPx) == After.Instructions?.StopPx || (request.StopPx is null && Trails))
            && (request.DisplayQty ?? Before.Instructions?.DisplayQty) == After.Instructions?.DisplayQty
            && (request.ExpireTime ?? Before.Instructions?.ExpireTime) == After.Instructions?.ExpireTime;
    }

    // The trigger price and price of a trailing order move without an event of its own.
    private bool Trails => Before.OrderType.IsTrailing() && Before.Place == OrderPlace.Trigger;

    // A post-only order slides behind the best opposite price, also when it is amended.
    private bool IsPriceOf(AmendOrder request)
    {
        if ((request.Price ?? Before.Price) == After.Price || (request.Price is null && Trails)) return true;
        return request.Price is { } asked && After is { Instructions.PostOnly: PostOnly.Slide, Price: { } price } && (After.Side == Side.Buy ? price < asked : price > asked);
    }
}
