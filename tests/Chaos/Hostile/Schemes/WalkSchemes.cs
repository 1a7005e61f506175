using Rtx.Client;

namespace Rtx.Chaos.Hostile.Schemes;

/// <summary>
/// Schemes in which the friends, alone in a book, walk the mark away from a position, a margin every ten seconds: one loses more than he
/// has, and another one gains it.
/// </summary>
internal static class WalkSchemes
{
    private const decimal Deposit = 10_000m;
    private const decimal Lots = 90m;
    private const decimal Step = 0.05m;
    private const int Steps = 3;

    /// <summary>The loser closes at the mark, against the bid of the winner.</summary>
    public static async Task CloseAtTheMarkAsync(Pair pair)
    {
        var (instrument, price) = await WalkAsync(pair);
        await pair.Other.BuyAsync(instrument, Lots, price);
        await pair.One.SellAsync(instrument, Lots, price);
        await pair.One.SellAsync(instrument, Lots);
        await pair.One.PlaceAsync(pair.One.NewOrder(instrument, Side.Sell, Lots, price) with { ReduceOnly = true });
    }

    /// <summary>The winner closes at the mark, against a third one who opens there.</summary>
    public static async Task HandOverAtTheMarkAsync(Pair pair)
    {
        var (instrument, price) = await WalkAsync(pair);
        await pair.Third.SellAsync(instrument, Lots, price);
        await pair.Other.BuyAsync(instrument, Lots, price);
    }

    /// <summary>A stop sells to the winner's bid a margin below, as soon as the mark has reached it.</summary>
    public static async Task StopOnTheWayAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        await pair.Third.PayInAsync(Deposit, Pair.Money);
        var instrument = await pair.MakeWithMarkAsync();
        await PriceSchemes.TradeAsync(pair, instrument, Side.Buy, Lots);
        var price = Pair.FirstPrice * (1 - Step);
        await pair.One.PlaceAsync(pair.One.NewOrder(instrument, Side.Sell, Lots, 1m) with { OrderType = OrderType.Stop, StopPx = price });
        await pair.Other.BuyAsync(instrument, Lots, price * (1 - Step));
        await PrintAsync(pair, instrument, price);
        await pair.UntilMarkFollowsAsync(instrument, price);
    }

    private static async Task<(Instrument Instrument, decimal Price)> WalkAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        await pair.Third.PayInAsync(Deposit, Pair.Money);
        var instrument = await pair.MakeWithMarkAsync();
        await PriceSchemes.TradeAsync(pair, instrument, Side.Buy, Lots);
        var price = Pair.FirstPrice;
        for (var step = 1; step <= Steps; step++)
        {
            price = decimal.Round(price * (1 - Step), 1, MidpointRounding.ToPositiveInfinity);
            await PrintAsync(pair, instrument, price);
            await pair.UntilMarkFollowsAsync(instrument, price);
        }

        return (instrument, price);
    }

    private static async Task PrintAsync(Pair pair, Instrument instrument, decimal price)
    {
        await pair.Third.BuyAsync(instrument, 0.1m, price);
        await pair.Other.SellAsync(instrument, 0.1m, price);
        await pair.Third.CancelAllAsync();
    }
}
