using Rtx.Model;

namespace Rtx.Domain.Accounts;

/// <summary>The numbers behind a refusal that the order and the instrument alone decide, in decimals, for people.</summary>
internal static class RefusalDetail
{
    internal static string Of(Instrument instrument, Price? price, Quantity? orderQty)
    {
        var quantityText = orderQty is { } quantity ? $"{instrument.ToDecimal(quantity)}" : "unchanged";
        var priceText = price is { } value ? $"{instrument.ToDecimal(value)}" : "unchanged";
        return $"{instrument.Symbol}: quantity {quantityText} (legal {instrument.ToDecimal(instrument.MinQuantity)} to {instrument.ToDecimal(instrument.MaxQuantity)}), price {priceText}";
    }
}
