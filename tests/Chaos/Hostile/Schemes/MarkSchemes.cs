using Rtx.Client;

namespace Rtx.Chaos.Hostile.Schemes;

/// <summary>Schemes in which the friends move the price they are valued at, or use one that is wrong.</summary>
internal static class MarkSchemes
{
    private const decimal Deposit = 10_000m;

    /// <summary>Moves the mark by one offer in an empty book, buys beyond the margin, and lets the mark return.</summary>
    public static async Task MarkByOneQuoteAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        var instrument = await pair.MakeWithMarkAsync();
        await pair.Other.SellAsync(instrument, 0.1m, 1m);
        await Pair.WaitForMarksAsync();
        await pair.Other.BuyAsync(instrument, 1_000m, 0.9m);
        await Pair.WaitForMarksAsync();
        // At a mark of 1 a lot would need a two-thousandth of that.
        await pair.Other.CancelAllAsync();
        await pair.Other.SellAsync(instrument, 2_000m, Pair.FirstPrice);
        await pair.One.BuyAsync(instrument, 2_000m, Pair.FirstPrice);
        await Task.WhenAll(pair.One.CancelAllAsync(), pair.Other.CancelAllAsync());
        await pair.One.SellAsync(instrument, 1_000m, 1m);
        await pair.Other.BuyAsync(instrument, 1_000m, 1m);
    }

    /// <summary>One holds a position and stops that sell at any price; the other leaves a distant bid, and prints a price there.</summary>
    public static async Task StopByAPrintAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        await pair.Other.PayInAsync(Deposit * 10, Pair.Money);
        var instrument = await pair.MakeWithMarkAsync();
        await PriceSchemes.TradeAsync(pair, instrument, Side.Buy, 90m);
        await pair.One.PlaceAsync(pair.One.NewOrder(instrument, Side.Sell, 45m, 1m) with { OrderType = OrderType.Stop, StopPx = 1_200m });
        await pair.One.PlaceAsync(
            pair.One.NewOrder(instrument, Side.Sell, 45m, 1m) with
            {
                OrderType = OrderType.Stop, StopPx = 1_200m, TriggerSource = TriggerSource.OppositeBest, ReduceOnly = true,
            });
        await pair.Other.BuyAsync(instrument, 90m, 900m);
        await pair.Other.BuyAsync(instrument, 0.1m, 1_000m);
        await pair.Other.SellAsync(instrument, 0.1m, 1_000m);
    }

    /// <summary>Loses more than there is of one currency, by a price from a feed, and withdraws the other one.</summary>
    public static async Task DebtInAnotherCurrencyAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        await pair.One.PayInAsync(Deposit, Pair.OtherMoney);
        var instrument = await pair.MakeWithFeedAsync();
        await PriceSchemes.TradeAsync(pair, instrument, Side.Buy, 90m);
        await pair.QuoteAsync(instrument, 1_500m);
        if (await pair.One.LookAsync() is not { } summary || summary.Balances.First(balance => balance.Currency == Pair.Money).Equity >= 0)
            return;
        foreach (var amount in new[] { Deposit, Deposit / 2, 1m })
        {
            if (await pair.One.TakeOutAsync(amount, Pair.OtherMoney))
                pair.Tally.Find($"account {pair.One.Account} owes {Pair.Money} and took out {amount} {Pair.OtherMoney}");
        }
    }

    /// <summary>Withdraws money while the mark of a losing position is too old to show the loss.</summary>
    public static async Task StaleMarkAsync(Pair pair)
    {
        const int age = 4_000;
        await pair.PayInAsync(Deposit);
        var instrument = await pair.MakeWithFeedAsync(age);
        await PriceSchemes.TradeAsync(pair, instrument, Side.Buy, 10m);
        await Task.Delay(age * 3 / 2);
        await pair.One.TakeOutAsync(Deposit * 0.9m, Pair.Money);
        await pair.One.TakeOutAllAsync();
        await pair.QuoteAsync(instrument, 1_600m);
    }

    /// <summary>
    /// The margin is lower than one trade's effect on the mark: they trade one lot there, and the rest with almost no margin.
    /// </summary>
    public static async Task MarginBelowTheJumpAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        var instrument = await pair.MakeWithMarkAsync(marginRate: 0.01m);
        foreach (var quantity in new[] { 1m, 450m })
        {
            await pair.Other.SellAsync(instrument, quantity, Pair.FirstPrice * 1.05m);
            await pair.One.BuyAsync(instrument, quantity, Pair.FirstPrice * 1.05m);
            await Pair.WaitForMarksAsync();
        }
    }

    /// <summary>The mark comes from a feed that has sent no price yet: the friends trade at their own price.</summary>
    public static async Task BeforeTheFirstMarkAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit * 2);
        var instrument = await pair.MakeBeforeFeedAsync();
        await pair.One.BuyAsync(instrument, 90m, Pair.FirstPrice * 1.5m);
        await pair.Other.SellAsync(instrument, 90m, Pair.FirstPrice * 1.5m);
        await pair.QuoteAsync(instrument, Pair.FirstPrice);
    }

    /// <summary>A position with a stale mark may have lost everything; money in another currency goes to the friend by an order.</summary>
    public static async Task StaleMarkAndAnotherCurrencyAsync(Pair pair)
    {
        const int age = 4_000;
        await pair.PayInAsync(Deposit);
        await pair.One.PayInAsync(Deposit, Pair.OtherMoney);
        await pair.Other.PayInAsync(1m, "JUNK");
        var instrument = await pair.MakeWithFeedAsync(age);
        var junk = await pair.TryMakeAsync(pair.Contract(marginRate: 1m, feeRate: 0m) with
        {
            Kind = InstrumentKind.Spot, BaseCurrency = "JUNK", QuoteCurrency = Pair.OtherMoney, MaintenanceMarginRate = 1m,
        });
        await PriceSchemes.TradeAsync(pair, instrument, Side.Buy, 90m);
        await Task.Delay(age * 3 / 2);
        if (await pair.One.TakeOutAsync(1m, Pair.OtherMoney)) return;
        await pair.Other.SellAsync(junk!, 0.1m, Deposit * 10);
        if (await pair.One.BuyAsync(junk!, 0.1m, Deposit * 10) is not null)
            pair.Tally.Find($"account {pair.One.Account}, which may take nothing out, paid its friend {Deposit} {Pair.OtherMoney}");
        await pair.QuoteAsync(instrument, 1_500m);
    }

    /// <summary>Leaves a bid, and the feed falls: the friend, who saw it first, sells to it.</summary>
    public static async Task BidLeftBehindAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        await pair.Other.PayInAsync(Deposit * 10, Pair.Money);
        var instrument = await pair.MakeWithFeedAsync();
        await pair.One.BuyAsync(instrument, 90m, 1_990m);
        await pair.QuoteAndGoAsync(instrument, 1_500m);
        await pair.Other.SellAsync(instrument, 90m, 1_990m);
    }

    /// <summary>
    /// The feed falls, and for a moment one account still uses the old mark: he buys from his friend something no longer worth it.
    /// </summary>
    public static async Task OrderByTheMarkBeforeAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        await pair.Other.PayInAsync(Deposit * 10, Pair.Money);
        var instrument = await pair.MakeWithFeedAsync();
        await pair.Other.SellAsync(instrument, 90m, 1_990m);
        await pair.One.BuyAsync(instrument, 0.1m, 1_980m);
        await pair.QuoteAndGoAsync(instrument, 1_500m);
        await pair.One.BuyAsync(instrument, 90m, 1_990m);
    }

    /// <summary>The feed falls, and for a moment a loss does not show: the lost money is withdrawn.</summary>
    public static async Task WithdrawalByTheMarkBeforeAsync(Pair pair)
    {
        await pair.PayInAsync(Deposit);
        var instrument = await pair.MakeWithFeedAsync();
        await PriceSchemes.TradeAsync(pair, instrument, Side.Buy, 10m);
        await pair.QuoteAndGoAsync(instrument, 1_200m);
        await pair.One.TakeOutAsync(Deposit * 0.9m, Pair.Money);
    }
}
