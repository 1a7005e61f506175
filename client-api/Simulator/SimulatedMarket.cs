using Rtx.Simulator.Demo;

namespace Rtx.Simulator;

/// <summary>One instrument's simulated market: each step refreshes one quote or sends an aggressive order.</summary>
internal sealed class SimulatedMarket
{
    // One step in five trades.
    private const int TakeOneIn = 5;

    private readonly DemoInstrument _instrument;
    private readonly Trader _maker;
    private readonly Trader _taker;
    private readonly Random _random;
    private readonly RandomWalk _walk;
    private readonly QuoteLadder _ladder;

    public SimulatedMarket(DemoInstrument instrument, Trader maker, Trader taker, Random random, decimal? present)
    {
        (_instrument, _maker, _taker, _random) = (instrument, maker, taker, random);
        _walk = new RandomWalk(
            random, ToTicks(present ?? instrument.ReferencePrice), ToTicks(instrument.ReferencePrice), instrument.StepTicks);
        _ladder = new QuoteLadder(instrument);
    }

    public string Symbol => _instrument.Symbol;

    /// <summary>Sends one request.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        _walk.Step();
        var isFull = _ladder.Slots.All(slot => slot.Order is not null);
        if (isFull && _random.Next(TakeOneIn) == 0) await TakeAsync(cancellationToken);
        else await RefreshAsync(_ladder.Next(_walk.Ticks), cancellationToken);
    }

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        var side = _random.Next(2) == 0 ? Side.Buy : Side.Sell;
        if (_ladder.Best(side == Side.Buy ? Side.Sell : Side.Buy) is not { } best) return;
        // Usually a part of the best quote, sometimes more, but never beyond the second level.
        var lots = _random.Next(1, Math.Max(2, _instrument.QuoteLots / 2));
        var limit = side == Side.Buy ? best.Ticks + _instrument.LevelTicks : Math.Max(1, best.Ticks - _instrument.LevelTicks);
        await _taker.PlaceAsync(Symbol, side, TimeInForce.Ioc, ToPrice(limit), ToQuantity(lots), cancellationToken);
    }

    private async Task RefreshAsync(QuoteSlot slot, CancellationToken cancellationToken)
    {
        var target = _ladder.Target(slot, _walk.Ticks);
        var quantity = ToQuantity(_random.Next(Math.Max(1, _instrument.QuoteLots / 4), _instrument.QuoteLots + 1));
        try
        {
            slot.Order = slot.Order is { } order
                ? await _maker.AmendAsync(order, ToPrice(target), order.CumQty + quantity, cancellationToken)
                : await _maker.PlaceAsync(Symbol, slot.Side, TimeInForce.Gtc, ToPrice(target), quantity, cancellationToken);
            slot.Ticks = target;
            if (slot.Order.LeavesQty == 0m) slot.Order = null;
        }
        catch (RtxException exception) when (exception.Code is RtxErrorCodes.OrderClosed or RtxErrorCodes.UnknownOrder)
        {
            // Filled since the last answer; the next step places a new quote.
            slot.Order = null;
        }
        catch (RtxException exception) when (slot.Order is { } traded && exception.Code is RtxErrorCodes.QuantityBelowFilled or RtxErrorCodes.QuantityTooLarge)
        {
            // More has traded since the last answer, or the total would exceed the maximum order quantity: the next step places a new
            // quote.
            slot.Order = null;
            await _maker.CancelAsync(traded.OrderId, cancellationToken);
        }
    }

    private long ToTicks(decimal price) => (long)(price / _instrument.Contract.PriceIncrement);

    private decimal ToPrice(long ticks) => ticks * _instrument.Contract.PriceIncrement;

    private decimal ToQuantity(int lots) => lots * _instrument.Contract.QuantityIncrement;
}
