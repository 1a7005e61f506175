using Rtx.Gateway.Errors;
using Rtx.Model;
using static Rtx.Client.RtxErrorCodes;

namespace Rtx.Gateway.Wire;

/// <summary>
/// The error for a number that is not a whole number of ticks or lots. Its status is 400, like everything refused before an account or a
/// book has decided: the client order id stays free.
/// </summary>
public static class Increments
{
    public static ApiError WrongPrice(Instrument instrument, string field, decimal value) => value % instrument.PriceIncrement == 0m
        ? Beyond(field, value, "price", instrument)
        : new ApiError(
            PriceNotOnTick, 400,
            $"{field} {value} is no whole multiple of {instrument.Symbol}'s price increment {instrument.PriceIncrement}.");

    public static ApiError WrongQuantity(Instrument instrument, string field, decimal value) => value % instrument.QuantityIncrement == 0m
        ? Beyond(field, value, "quantity", instrument)
        : new ApiError(
            QuantityNotOnLot, 400,
            $"{field} {value} is no whole multiple of {instrument.Symbol}'s quantity increment {instrument.QuantityIncrement}.");

    private static ApiError Beyond(string field, decimal value, string what, Instrument instrument) =>
        ApiError.Invalid($"{field} {value} is beyond any {what} that {instrument.Symbol} can have.");
}
