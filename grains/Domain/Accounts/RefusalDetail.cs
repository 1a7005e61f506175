using Rtx.Domain.Ledger;
using Rtx.Domain.Matching;
using Rtx.Model;

namespace Rtx.Domain.Accounts;

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

    internal static string Of(Instrument instrument, in BookOrder order)
    {
        var text = Of(instrument, order.Price, order.OrderQty);
        if (order.Instructions?.StopPx is { } stopPx) text += $", trigger price {Number(instrument.ToDecimal(stopPx))}";
        if (order.Instructions?.DisplayQty is { } display) text += $", displayed {Number(instrument.ToDecimal(display))}";
        if (order.Instructions?.MinQty is { } least) text += $", at least {Number(instrument.ToDecimal(least))}";
        return text;
    }

    /// <summary>An amount without trailing zeros.</summary>
    internal static string Number(Amount amount) => Number(amount.ToDecimal());

    /// <summary>A number without trailing zeros.</summary>
    internal static string Number(decimal value) => value.ToString("0.############################");
}
