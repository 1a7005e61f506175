using Rtx.Domain.Matching.Records;
using Rtx.Model;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Trading;

/// <summary>The current prices of trailing stops are stored in SQL although they have no events.</summary>
public sealed class StoredTrailingStopTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Instrument Spot = TestInstruments.Spot;

    private readonly RecordedBook _book = new(Spot);
    private readonly OrderEventLog _events = new();
    private readonly List<OrderId> _trailing = [];
    private TradingFixture _trading = null!;
    private long _time;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _trading = await TradingFixture.StartAsync(postgres);

    public ValueTask DisposeAsync() => _trading.DisposeAsync();

    [Fact]
    public async Task A_book_that_begins_anew_has_every_trigger_where_it_was()
    {
        foreach (var step in Enumerable.Range(0, 40))
        {
            if (step % 4 == 0) EnterTrailing(step);
            // Highs and lows of all sizes, several in one commit; the marks below the others are forgotten.
            Mark(1_000 + (step * 37 % 101) - 50);
            Mark(1_000 + (step * 61 % 89) - 44);
            if (step == 21) _book.Amend(_trading.Alice, new AmendOrder(_trailing[3], OrderQty: new Quantity(3)), Now(), _events);
            await CommitAsync();
            await EqualsSqlAsync();
        }

        Assert.Contains(_trailing, id => _book.Book.Find(id) is { Followed: not null });
        Assert.Empty(await _trading.FindBrokenInvariantsAsync());
    }

    [Fact]
    public async Task A_price_that_is_not_kept_is_found()
    {
        EnterTrailing(0);
        Mark(1_200);
        await CommitAsync();

        await _trading.QueryAsync<long>("delete from followed_prices where side = 2 returning sequence");

        Assert.Equal(["invariant_followed_prices_equal_events"], await _trading.FindBrokenInvariantsAsync());
    }

    [Fact]
    public async Task A_repeated_amendment_is_known_though_the_trigger_moved_meanwhile()
    {
        EnterTrailing(0);
        Mark(1_200);
        var request = new AmendOrder(_trailing[0], OrderQty: new Quantity(3)) { NewClientOrderId = new ClientOrderId("smaller") };
        Assert.Equal(RejectReason.None, _book.Amend(_trading.Alice, request, Now(), _events));
        await CommitAsync();

        var amendment = await _trading.Accounts.FindAmendmentAsync(_trading.Alice, _trailing[0], new ClientOrderId("smaller"), Cancel);

        Assert.NotEqual(amendment!.Before.Instructions!.StopPx, amendment.After.Instructions!.StopPx);
        Assert.True(amendment.IsAnswerTo(request));
        Assert.False(amendment.IsAnswerTo(request with { StopPx = new Price(1) }));
    }

    private async Task EqualsSqlAsync()
    {
        var saved = (await _trading.Books.PeekAsync(Spot.Id, Cancel))!;
        var restored = new RecordedBook(Spot);
        restored.Restore(saved.OpenOrders, saved.Sequence, saved.LastEventTime, saved.LastTradePrice, saved.FollowedPrices);
        Assert.Equal(_book.Book.OpenOrders(), restored.Book.OpenOrders());
        Assert.Equal(_book.StateHash(), restored.StateHash());
        foreach (var id in _trailing)
        {
            var order = _book.Book.Find(id);
            if (order is not { Place: OrderPlace.Trigger } open) continue;
            var shown = (await _trading.Accounts.FindOrderAsync(_trading.Alice, id, Cancel))!;
            Assert.Equal((open.Price, open.Instructions!.StopPx), (shown.Price!.Value, shown.Instructions!.StopPx));
            Assert.Equal(
                open.Instructions!.StopPx!.Value.Ticks,
                await _trading.QueryAsync<long>("select stop_ticks from trailing_stops where order_id = $1", id.Value));
        }
    }

    private void EnterTrailing(int step)
    {
        foreach (var side in new[] { Side.Sell, Side.Buy })
        {
            foreach (var offset in new[] { new TrailOffset(150 + step, IsBasisPoints: false), new TrailOffset(
                1_700 + (7 * step), IsBasisPoints: true) })
            {
                var stop = 1_000 + (side.Sign() * (200 + step));
                var instructions = new OrderInstructions
                {
                    StopPx = new Price(stop),
                    TriggerSource = TriggerSource.MarkPrice,
                    TrailOffset = offset,
                };
                _trailing.Add(_book.Submit(
                    _trading.Alice, Request(side, instructions), new Price(stop + (side.Sign() * 10)), instructions, Now(), _events));
            }
        }
    }

    private NewOrder Request(Side side, OrderInstructions instructions) => new()
    {
        ClientOrderId = new ClientOrderId($"t{_trailing.Count}"),
        InstrumentId = Spot.Id,
        Side = side,
        OrderType = OrderType.TrailingStop,
        TimeInForce = TimeInForce.Gtc,
        OrderQty = new Quantity(5),
        Instructions = instructions,
    };

    private void Mark(long ticks) => _book.SetMarkPrice(new Price(ticks), Now(), _events);

    private Timestamp Now() => new(++_time * 1_000_000);

    private async Task CommitAsync()
    {
        if (_events.Count > 0) await _trading.CommitAsync([.. _events]);
        _events.Clear();
    }
}
