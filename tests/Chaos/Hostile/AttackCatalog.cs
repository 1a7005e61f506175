using Rtx.Chaos.Hostile.Attacks;
using Rtx.Chaos.Hostile.Schemes;

namespace Rtx.Chaos.Hostile;

/// <summary>All attacks of hostile traders, by name.</summary>
internal static class AttackCatalog
{
    /// <summary>Attacks on the service.</summary>
    public static IReadOnlyList<AttackKind> Attacks { get; } =
    [
        new("flooder", Flooder.RunAsync),
        new("foreign_batches", ForeignBatches.RunAsync),
        new("unknown_symbols", UnknownSymbols.RunAsync),
        new("mass_expiry", MassExpiry.RunAsync),
        new("mass_cancel", MassCancelling.RunAsync),
        new("trailing_stops", TrailingStops.RunAsync),
        new("mistyper", Mistyper.RunAsync),
        new("slow_reader", SlowReader.RunAsync),
        new("login_guesser", LoginGuesser.RunAsync),
        new("id_twister", IdTwister.RunAsync),
        new("greedy_reader", GreedyReader.RunAsync),
        new("switch_flipper", SwitchFlipper.RunAsync),
    ];

    /// <summary>Schemes by which two friends try to withdraw more than they paid in.</summary>
    public static IReadOnlyList<SchemeKind> Schemes { get; } =
    [
        new("far_prices", PriceSchemes.FarPricesAsync),
        new("market_orders", PriceSchemes.MarketOrdersAsync),
        new("price_only_amendments", PriceSchemes.PriceOnlyAmendmentsAsync),
        new("reduce_only", PriceSchemes.ReduceOnlyAsync),
        new("fees", PriceSchemes.FeesAsync),
        new("absurd_close", PriceSchemes.AbsurdCloseAsync),
        new("mark_by_one_quote", MarkSchemes.MarkByOneQuoteAsync),
        new("stop_by_a_print", MarkSchemes.StopByAPrintAsync),
        new("debt_in_another_currency", MarkSchemes.DebtInAnotherCurrencyAsync) { MayOwe = true },
        new("stale_mark", MarkSchemes.StaleMarkAsync),
        new("margin_below_the_jump", MarkSchemes.MarginBelowTheJumpAsync),
        new("before_the_first_mark", MarkSchemes.BeforeTheFirstMarkAsync),
        new("stale_mark_and_another_currency", MarkSchemes.StaleMarkAndAnotherCurrencyAsync) { MayOwe = true },
        new("bid_left_behind", MarkSchemes.BidLeftBehindAsync),
        new("order_by_the_mark_before", MarkSchemes.OrderByTheMarkBeforeAsync),
        new("withdrawal_by_the_mark_before", MarkSchemes.WithdrawalByTheMarkBeforeAsync),
        new("tiny_ticks", PriceSchemes.TinyTicksAsync),
        new("mark_walk", WalkSchemes.CloseAtTheMarkAsync) { MayOwe = true },
        new("mark_walk_to_a_third", WalkSchemes.HandOverAtTheMarkAsync) { MayOwe = true },
        new("stop_on_the_way", WalkSchemes.StopOnTheWayAsync) { MayOwe = true },
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Attacks.Select(attack => attack.Name), .. Schemes.Select(scheme => scheme.Name)];
}
