using Rtx.Domain.Ledger;
using Rtx.Model;

namespace Rtx.Domain.Accounts.Risk;

/// <summary>The numbers behind a refusal, in decimals, for people.</summary>
internal static class RefusalDetail
{
    internal static string Of(Instrument instrument, Price? price, Quantity? orderQty)
    {
        var quantityText = orderQty is { } quantity ? Number(instrument.ToDecimal(quantity)) : "unchanged";
        var priceText = price is { } value ? Number(instrument.ToDecimal(value)) : "unchanged";
        var smallest = Number(instrument.ToDecimal(instrument.MinQuantity));
        var largest = Number(instrument.ToDecimal(instrument.MaxQuantity));
        return $"{instrument.Symbol}: quantity {quantityText} (legal {smallest} to {largest}), price {priceText}";
    }

    /// <summary>
    /// The numbers of a request as it was sent, without derived ones such as a protection price, which would only puzzle its sender.
    /// </summary>
    internal static string Of(Instrument instrument, NewOrder request)
    {
        var smallest = Number(instrument.ToDecimal(instrument.MinQuantity));
        var largest = Number(instrument.ToDecimal(instrument.MaxQuantity));
        var text = $"{instrument.Symbol}: orderQty {Number(instrument.ToDecimal(request.OrderQty))} (legal {smallest} to {largest})";
        if (request.Price is { } price) text += $", price {Number(instrument.ToDecimal(price))}";
        if (request.Instructions?.StopPx is { } stopPx) text += $", stopPx {Number(instrument.ToDecimal(stopPx))}";
        if (request.Instructions?.TrailOffset is { } trail)
            text += trail.IsBasisPoints
                ? $", trailingOffsetPercent {Number(trail.Value / 100m)}"
                : $", trailingOffset {Number(instrument.ToDecimal(new Price(trail.Value)))}";
        if (request.Instructions?.DisplayQty is { } display) text += $", displayQty {Number(instrument.ToDecimal(display))}";
        if (request.Instructions?.MinQty is { } least) text += $", minQty {Number(instrument.ToDecimal(least))}";
        return text;
    }

    /// <summary>An amount without trailing zeros.</summary>
    internal static string Number(Amount amount) => Number(amount.ToDecimal());

    /// <summary>A number without trailing zeros.</summary>
    internal static string Number(decimal value) => value.ToString("0.############################");
}
