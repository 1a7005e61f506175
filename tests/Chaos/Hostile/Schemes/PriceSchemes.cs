using Rtx.Client;

namespace Rtx.Chaos.Hostile.Schemes;

/// <summary>Schemes in which one friend trades at prices that lose money he does not have, and the other one withdraws it.</summary>
internal static class PriceSchemes
{
    private const decimal Deposit = 10_000m;

    /// <summary>Buys at one and a half times the value: the margin is computed at the mark.</summary>
    public static async Task FarPricesAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        var instrument = await pair.MakeWithMarkAsync();
        foreach (var quantity in new[] { 90m, 45m, 9m, 1m })
        {
            await pair.One.BuyAsync(instrument, quantity, Pair.FirstPrice * 1.5m);
            await pair.Other.SellAsync(instrument, quantity, Pair.FirstPrice * 1.5m);
            await Task.WhenAll(pair.One.CancelAllAsync(), pair.Other.CancelAllAsync());
        }
    }

    /// <summary>
    /// Buys at the market, where only the friend offers, as far away as the protection price allows: a multiple of the margin.
    /// </summary>
    public static async Task MarketOrdersAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        var instrument = await pair.MakeWithMarkAsync(marginRate: 0.01m);
        foreach (var quantity in new[] { 450m, 90m, 45m, 9m })
        {
            await pair.Other.SellAsync(instrument, quantity, Pair.FirstPrice * 1.05m);
            await pair.One.BuyAsync(instrument, quantity);
            await pair.One.PlaceAsync(pair.One.NewOrder(instrument, Side.Buy, quantity) with { OrderType = OrderType.MarketToLimit });
            await Task.WhenAll(pair.One.CancelAllAsync(), pair.Other.CancelAllAsync());
        }
    }

    /// <summary>Without a mark: rests an almost free bid, and then changes only its price.</summary>
    public static async Task PriceOnlyAmendmentsAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        var instrument = await pair.MakeAsync();
        var bid = await pair.One.BuyAsync(instrument, 100m, 20m);
        foreach (var price in new[] { 20_000m, 5_000m, 2_100m }) await pair.One.AmendAsync(bid, new AmendOrderRequest { Price = price });
        await pair.Other.SellAsync(instrument, 100m, 20m);
        // Bought high and sold low, against one who bought low and sold high.
        await pair.Other.BuyAsync(instrument, 100m, 10m);
        await pair.One.SellAsync(instrument, 100m, 10m);
        await pair.One.PlaceAsync(pair.One.NewOrder(instrument, Side.Sell, 100m, 10m) with { ReduceOnly = true });
    }

    /// <summary>
    /// Sells with a reduce-only order while a larger order of the same side rests far away, moves that one to the market, and so on: each
    /// time the position doubles.
    /// </summary>
    public static async Task ReduceOnlyAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        var instrument = await pair.MakeWithMarkAsync();
        await pair.Other.PayInAsync(Deposit * 100, Pair.Money);
        await TradeAsync(pair, instrument, Side.Buy, 50m);
        for (var (round, position) = (1, 50m); round <= 4; round++, position *= 2)
        {
            var (away, toward) = round % 2 == 1 ? (Side.Sell, Side.Buy) : (Side.Buy, Side.Sell);
            var far = away == Side.Sell ? Pair.FirstPrice * 2 : Pair.FirstPrice / 2;
            var resting = await pair.One.PlaceAsync(pair.One.NewOrder(instrument, away, position * 2, far));
            await FriendTakesAsync(pair, instrument, toward, position);
            await pair.One.PlaceAsync(pair.One.NewOrder(instrument, away, position, Pair.FirstPrice) with { ReduceOnly = true });
            await FriendTakesAsync(pair, instrument, toward, position * 2);
            await pair.One.AmendAsync(resting, new AmendOrderRequest { Price = Pair.FirstPrice });
            await Task.WhenAll(pair.One.CancelAllAsync(), pair.Other.CancelAllAsync());
        }

        await FindUncoveredAsync(pair);
    }

    /// <summary>Spends all equity on margin: the fees come on top.</summary>
    public static async Task FeesAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        var instrument = await pair.MakeWithMarkAsync(feeRate: 0.001m);
        await pair.Other.SellAsync(instrument, 100m, Pair.FirstPrice);
        await pair.One.BuyAsync(instrument, 100m, Pair.FirstPrice);
        await pair.One.CancelAllAsync();
        // As much as the equity allows; then back and forth, as long as anything is left.
        for (var quantity = 98m; quantity >= 1m; quantity = decimal.Floor(quantity / 2))
            await pair.One.BuyAsync(instrument, quantity, Pair.FirstPrice);
        await Task.WhenAll(pair.One.CancelAllAsync(), pair.Other.CancelAllAsync());
        await FindUncoveredAsync(pair);
        for (var round = 1; round <= 10; round++) await TradeAsync(pair, instrument, round % 2 == 1 ? Side.Sell : Side.Buy, 50m);
        await FindUncoveredAsync(pair);
    }

    /// <summary>Closes a position for almost nothing.</summary>
    public static async Task AbsurdCloseAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        var instrument = await pair.MakeWithMarkAsync();
        await TradeAsync(pair, instrument, Side.Buy, 90m);
        await pair.Other.BuyAsync(instrument, 90m, 1m);
        await pair.One.SellAsync(instrument, 90m, 1m);
        await pair.One.PlaceAsync(pair.One.NewOrder(instrument, Side.Sell, 90m, 1m) with { ReduceOnly = true });
        await pair.One.PlaceAsync(pair.One.NewOrder(instrument, Side.Sell, 90m) with { ReduceOnly = true });
        await pair.One.SellAsync(instrument, 90m);
    }

    /// <summary>Buys something whose price is below the smallest amount of money.</summary>
    public static async Task TinyTicksAsync(Pair pair)
    {
        await pair.One.PayInAsync(1m, Pair.Money);
        var contract = pair.Contract(marginRate: 1m, feeRate: 0m) with
        {
            Kind = InstrumentKind.Spot, BaseCurrency = Pair.OtherMoney, PriceIncrement = 0.00000001m, QuantityIncrement = 0.1m,
            MaintenanceMarginRate = 1m,
        };
        if (await pair.TryMakeAsync(contract) is not { } instrument) return;
        pair.Tally.Find($"an instrument was made of which a lot costs {contract.PriceIncrement * contract.QuantityIncrement}");
        await pair.Other.PayInAsync(1_000m, Pair.OtherMoney);
        await pair.Other.SellAsync(instrument, 1_000m, 0.00000009m);
        for (var count = 0; count < 100; count++)
            await pair.One.PlaceAsync(pair.One.NewOrder(instrument, Side.Buy, 0.1m, 0.00000009m) with { TimeInForce = TimeInForce.Ioc });
    }

    /// <summary>Trades at the mark, with the friend.</summary>
    internal static async Task TradeAsync(Pair pair, Instrument instrument, Side side, decimal quantity)
    {
        await FriendTakesAsync(pair, instrument, side == Side.Buy ? Side.Sell : Side.Buy, quantity);
        await pair.One.PlaceAsync(pair.One.NewOrder(instrument, side, quantity, Pair.FirstPrice));
        await Task.WhenAll(pair.One.CancelAllAsync(), pair.Other.CancelAllAsync());
    }

    // Trades at the mark lose nothing but their fees, which were reserved.
    private static async Task FindUncoveredAsync(Pair pair)
    {
        await Pair.WaitForMarksAsync();
        if (await pair.One.LookAsync() is { } summary
            && summary.Balances.FirstOrDefault(balance => balance.Currency == Pair.Money) is { } money
            && money.InitialMargin > money.Equity)
            pair.Tally.Find(
                $"account {pair.One.Account} has an initial margin of {money.InitialMargin} against an equity of {money.Equity}, and "
                    + "no price has moved");
    }

    private static Task<Order?> FriendTakesAsync(Pair pair, Instrument instrument, Side side, decimal quantity) =>
        pair.Other.PlaceAsync(pair.Other.NewOrder(instrument, side, quantity, Pair.FirstPrice));
}
