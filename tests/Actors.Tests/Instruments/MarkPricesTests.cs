using Microsoft.Extensions.Time.Testing;
using Rtx.Actors.Instruments;
using Rtx.Actors.Tests.Accounts;

namespace Rtx.Actors.Tests.Instruments;

public sealed class MarkPricesTests
{
    private static readonly InstrumentId Instrument = new(7);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_mark_whose_instrument_does_not_answer_is_stale_after_its_bound_and_still_known()
    {
        var marks = new MarkPrices(Grains(out var answers), _clock);
        answers.Next = () => Task.FromResult(Status(100));
        await RefreshAsync(marks);
        answers.Next = () => Task.FromException<InstrumentStatus>(new TimeoutException());

        for (var passed = TimeSpan.Zero; passed < MarkPrices.MaxSilence; passed += TimeSpan.FromSeconds(1))
        {
            Assert.False(marks.Get(Instrument).IsStale);
            _clock.Advance(TimeSpan.FromSeconds(1.01));
            await RefreshAsync(marks);
        }

        Assert.True(marks.Get(Instrument).IsStale);
        Assert.Equal(new Price(100), marks.Get(Instrument).Price);
        answers.Next = () => Task.FromResult(Status(101));
        _clock.Advance(TimeSpan.FromSeconds(1.01));
        await RefreshAsync(marks);
        Assert.Equal((false, new Price(101)), (marks.Get(Instrument).IsStale, marks.Get(Instrument).Price!.Value));
    }

    [Fact]
    public async Task A_mark_that_nobody_has_asked_for_in_the_meantime_is_stale_too()
    {
        var marks = new MarkPrices(Grains(out var answers), _clock);
        answers.Next = () => Task.FromResult(Status(100));
        await RefreshAsync(marks);

        _clock.Advance(MarkPrices.MaxSilence + TimeSpan.FromMilliseconds(1));

        Assert.True(marks.Get(Instrument).IsStale);
    }

    [Fact]
    public async Task A_hanging_instrument_does_not_block_callers_that_know_its_mark()
    {
        var marks = new MarkPrices(Grains(out var answers), _clock);
        answers.Next = () => Task.FromResult(Status(100));
        await RefreshAsync(marks);
        answers.Next = () => new TaskCompletionSource<InstrumentStatus>().Task;
        _clock.Advance(TimeSpan.FromSeconds(1.01));

        var refreshing = RefreshAsync(marks);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await refreshing;
        Assert.Equal(new Price(100), marks.Get(Instrument).Price);
    }

    private static Task RefreshAsync(MarkPrices marks) => marks.RefreshAsync([Instrument], TestContext.Current.CancellationToken);

    private static InstrumentStatus Status(long mark) =>
        new(TradingState.Continuous, new Price(mark), new Timestamp(1)) { SessionEnd = new Timestamp(2) };

    private static IGrainFactory Grains(out AnsweringInTurn answers)
    {
        var grain = AnsweringInTurn.New(out answers);
        return Answering.With<IGrainFactory>(grain);
    }
}
