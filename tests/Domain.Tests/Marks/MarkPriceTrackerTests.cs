using Rtx.Domain.Marks;
using Rtx.Model;

namespace Rtx.Domain.Tests.Marks;

/// <summary>
/// Times are in seconds, prices in ticks. The rules of most tests: provider 2, then 1, then the book; 10 s; 10 %; 3 confirmations.
/// </summary>
public class MarkPriceTrackerTests
{
    private static readonly MarkRules Rules = new()
    {
        ProviderIds = [2, 1, MarkRules.OwnBook], MaxAge = TimeSpan.FromSeconds(10), MaxJumpBasisPoints = 1_000,
    };

    [Fact]
    public void Default_follows_the_book_and_is_never_stale()
    {
        var mark = new MarkPriceTracker(MarkRules.Default, price: null, time: null);

        Assert.Equal(MarkOutcome.Accepted, See(mark, 0, 100, at: 1));
        Assert.Equal(MarkOutcome.Accepted, See(mark, 0, 105, at: 2));
        Assert.Equal(MarkOutcome.Ignored, See(mark, 7, 500, at: 3));

        Assert.Equal((new Price(105), Second(2), false), (mark.Price!.Value, mark.Time!.Value, mark.IsStale(Second(1_000_000))));
    }

    [Fact]
    public void Own_book_moves_the_mark_by_one_jump_per_period_however_often_it_repeats_its_price()
    {
        var mark = new MarkPriceTracker(MarkRules.Default, new Price(20_000), Second(0));

        for (var report = 0; report < 100; report++) Assert.Equal(MarkOutcome.HeldBack, See(mark, 0, 10, at: 1 + (report * 0.1)));
        Assert.Equal((new Price(19_000), Second(0)), (mark.Price!.Value, mark.Time!.Value));

        Assert.Equal(MarkOutcome.HeldBack, See(mark, 0, 10, at: 11.1));
        Assert.Equal(new Price(18_050), mark.Price);
    }

    [Fact]
    public void Small_steps_of_the_own_book_go_no_farther_than_one_jump_per_period()
    {
        var mark = new MarkPriceTracker(MarkRules.Default, new Price(20_000), Second(0));

        for (var step = 1; step <= 20; step++) See(mark, 0, mark.Price!.Value.Ticks + 900, at: step * 0.4);
        See(mark, 0, 20_000, at: 9);
        See(mark, 0, 10, at: 9.5);

        Assert.Equal(new Price(19_000), mark.Price);
    }

    [Fact]
    public void Own_book_that_agrees_with_another_provider_is_accepted_immediately()
    {
        var mark = new MarkPriceTracker(Rules with { ProviderIds = [0, 1] }, new Price(1_000), Second(1));
        See(mark, 0, 1_000, at: 1);
        See(mark, 1, 1_500, at: 2);

        Assert.Equal(MarkOutcome.Accepted, See(mark, 0, 1_490, at: 2.5));
        Assert.Equal(new Price(1_490), mark.Price);
    }

    [Fact]
    public void Own_book_does_not_confirm_a_providers_jump()
    {
        var mark = New();
        See(mark, 2, 1_000, at: 1);
        See(mark, 0, 1_500, at: 2);

        Assert.Equal(MarkOutcome.HeldBack, See(mark, 2, 1_500, at: 3));
        Assert.Equal(new Price(1_000), mark.Price);
    }

    [Fact]
    public void Mark_near_or_at_zero_still_moves_by_a_tick()
    {
        var mark = new MarkPriceTracker(MarkRules.Default, new Price(0), Second(0));

        See(mark, 0, -100, at: 1);
        See(mark, 0, -100, at: 12);

        Assert.Equal(new Price(-2), mark.Price);
    }

    [Fact]
    public void Provider_without_a_maximum_age_is_stale_after_a_minute()
    {
        var mark = new MarkPriceTracker(new MarkRules { ProviderIds = [3] }, price: null, time: null);
        See(mark, 3, 100, at: 1);

        Assert.False(mark.IsStale(Second(61)));
        Assert.True(mark.IsStale(Second(61.1)));
    }

    [Fact]
    public void Mark_from_outside_providers_only_is_stale_until_the_first_price()
    {
        var mark = new MarkPriceTracker(new MarkRules { ProviderIds = [3] }, price: null, time: null);

        Assert.True(mark.IsStale(Second(1)));
        See(mark, 3, 100, at: 1);
        Assert.False(mark.IsStale(Second(1)));
        Assert.False(
            new MarkPriceTracker(new MarkRules { ProviderIds = [3, MarkRules.OwnBook] }, price: null, time: null).IsStale(Second(1)));
    }

    [Theory]
    [InlineData(null, 0.01, 19_800)]
    [InlineData(null, 0.10, 19_000)]
    [InlineData(300, 0.01, 19_400)]
    public void Own_book_moves_the_mark_by_at_most_the_initial_margin_unless_the_rules_set_a_jump(
        int? jump, double marginRate, long expected)
    {
        var mark = new MarkPriceTracker(new MarkRules { MaxJumpBasisPoints = jump }, new Price(20_000), Second(0), (decimal)marginRate);

        See(mark, 0, 10, at: 1);

        Assert.Equal(new Price(expected), mark.Price);
    }

    [Fact]
    public void Stored_mark_is_stale_until_a_price_arrives_unless_only_the_book_counts()
    {
        var kept = new MarkPriceTracker(Rules, new Price(1_000), Second(100));

        Assert.True(kept.IsStale(Second(100)));
        Assert.Equal(new Price(1_000), kept.Price);
        See(kept, 2, 1_001, at: 101);
        Assert.False(kept.IsStale(Second(101)));
        Assert.False(new MarkPriceTracker(MarkRules.Default, new Price(1_000), Second(1)).IsStale(Second(100_000)));
    }

    [Fact]
    public void First_provider_of_the_list_with_a_fresh_price_decides()
    {
        var mark = New();

        Assert.Equal(MarkOutcome.Accepted, See(mark, 0, 100, at: 1));
        Assert.Equal(MarkOutcome.Accepted, See(mark, 1, 101, at: 2));
        Assert.Equal(MarkOutcome.Ignored, See(mark, 0, 100, at: 3));
        Assert.Equal(MarkOutcome.Accepted, See(mark, 2, 102, at: 4));
        Assert.Equal(MarkOutcome.Ignored, See(mark, 1, 101, at: 14));
        Assert.Equal(MarkOutcome.Accepted, See(mark, 1, 101, at: 15)); // no price from 2 for more than 10 s

        Assert.Equal(new Price(101), mark.Price);
    }

    [Fact]
    public void Old_and_out_of_order_prices_do_not_count_and_future_times_count_as_now()
    {
        var mark = New();

        Assert.Equal(MarkOutcome.Ignored, See(mark, 2, 100, at: 1, now: 12));
        Assert.Equal(MarkOutcome.Accepted, See(mark, 2, 100, at: 60, now: 12));
        Assert.Equal(Second(12), mark.Time);
        Assert.Equal(MarkOutcome.Ignored, See(mark, 2, 101, at: 11, now: 13));
        Assert.Equal(new Price(100), mark.Price);
    }

    [Fact]
    public void Mark_is_stale_without_new_prices_and_keeps_its_value()
    {
        var mark = New();
        See(mark, 2, 100, at: 1);

        Assert.False(mark.IsStale(Second(11)));
        Assert.True(mark.IsStale(Second(11.000_001)));
        Assert.Equal(new Price(100), mark.Price);
        See(mark, 1, 100, at: 12);
        Assert.False(mark.IsStale(Second(12)));
    }

    [Fact]
    public void Jump_needs_its_confirmations_in_a_row()
    {
        var mark = New();
        See(mark, 2, 1_000, at: 1);

        Assert.Equal(MarkOutcome.Accepted, See(mark, 2, 1_100, at: 2)); // ten percent is not a jump
        Assert.Equal(MarkOutcome.HeldBack, See(mark, 2, 1_500, at: 3));
        Assert.Equal(MarkOutcome.HeldBack, See(mark, 2, 1_500, at: 4));
        Assert.Equal(MarkOutcome.Accepted, See(mark, 2, 1_100, at: 5)); // it was an outlier
        Assert.Equal(MarkOutcome.HeldBack, See(mark, 2, 1_500, at: 6));
        Assert.Equal(MarkOutcome.HeldBack, See(mark, 2, 1_510, at: 7));
        Assert.Equal(MarkOutcome.Accepted, See(mark, 2, 1_490, at: 8));

        Assert.Equal(new Price(1_490), mark.Price);
    }

    [Fact]
    public void Prices_that_run_away_step_by_step_do_not_confirm_each_other()
    {
        var mark = New();
        See(mark, 2, 1_000, at: 1);

        Assert.Equal(MarkOutcome.HeldBack, See(mark, 2, 1_200, at: 2));
        Assert.Equal(MarkOutcome.HeldBack, See(mark, 2, 1_300, at: 3));
        Assert.Equal(MarkOutcome.HeldBack, See(mark, 2, 1_400, at: 4)); // more than 100 away from the first, 1,200
        Assert.Equal(new Price(1_000), mark.Price);
    }

    [Fact]
    public void Another_provider_that_agrees_confirms_a_jump_immediately()
    {
        var mark = New();
        See(mark, 2, 1_000, at: 1);
        See(mark, 1, 1_490, at: 2);

        Assert.Equal(MarkOutcome.Accepted, See(mark, 2, 1_500, at: 3));
    }

    [Fact]
    public void A_price_that_is_held_back_does_not_keep_the_mark_fresh()
    {
        var mark = New();
        See(mark, 2, 1_000, at: 1);
        See(mark, 2, 5_000, at: 11);

        Assert.True(mark.IsStale(Second(11.5)));
    }

    [Fact]
    public void A_stored_mark_guards_against_a_jump_of_the_first_price()
    {
        var mark = new MarkPriceTracker(Rules, new Price(1_000), Second(1));

        Assert.Equal(MarkOutcome.HeldBack, See(mark, 2, 9_000, at: 2));
        Assert.Equal(MarkOutcome.Accepted, See(mark, 2, 1_001, at: 3));
    }

    [Fact]
    public void Distance_of_the_largest_prices_does_not_overflow()
    {
        var mark = New();
        See(mark, 2, long.MaxValue, at: 1);

        Assert.Equal(MarkOutcome.HeldBack, See(mark, 2, long.MinValue, at: 2));
    }

    [Fact]
    public void Invalid_rules_are_described()
    {
        Assert.Null(MarkRuleChecks.FindBroken(MarkRules.Default));
        Assert.Null(MarkRuleChecks.FindBroken(Rules));
        MarkRules[] broken =
        [
            Rules with { ProviderIds = [] }, Rules with { ProviderIds = [1, 2, 1] }, Rules with { ProviderIds = [-1] },
            Rules with { ProviderIds = [1, 2, 3, 4, 5, 6, 7, 8, 9] },
            Rules with { MaxAge = TimeSpan.FromMilliseconds(99) }, Rules with { MaxAge = TimeSpan.FromDays(2) },
            Rules with { MaxJumpBasisPoints = 0 },
            Rules with { MaxJumpBasisPoints = 100_001 }, Rules with { Confirmations = 0 }, Rules with { Confirmations = 101 },
        ];
        Assert.All(broken, rules => Assert.NotNull(MarkRuleChecks.FindBroken(rules)));
    }

    private static MarkPriceTracker New() => new(Rules, price: null, time: null);

    private static MarkOutcome See(MarkPriceTracker mark, short provider, long ticks, double at, double? now = null) =>
        mark.Observe(provider, new Price(ticks), Second(at), Second(now ?? at));

    private static Timestamp Second(double second) => new((long)Math.Round(second * 1_000_000));
}
