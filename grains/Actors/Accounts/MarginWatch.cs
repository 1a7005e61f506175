using Microsoft.Extensions.Logging;
using Rtx.Actors.Diagnostics;
using Rtx.Actors.Failures;
using Rtx.Domain.Accounts.Risk;
using Rtx.Domain.Ledger;
using Rtx.Domain.Orders;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Accounts;

/// <summary>
/// Looks after the margin of an account while it has margined positions: once in <see cref="Interval"/> at marks that are new. Below the initial margin it is called; below the maintenance
/// margin it is stopped out: everything that is open is cancelled, then positions are closed (see <see cref="StopOut"/>) until the initial margin is there again or nothing is left.
/// <para>A stop-out is an episode: its beginning is durable, with the numbers that decided, before anything is done, and lasts until its end is. Whatever dies in between, the next
/// activation goes on; <see cref="Upkeep.OverdueWork"/> wakes one that nobody asks for. Its orders take what rests in the book, and only while the book trades continuously. What nobody
/// takes of a position in a book that makes its own mark, those who have the other side must (see <see cref="Domain.Matching.Records.Deleveraging"/>): at once when the account owes money.
/// Neither suspension nor kill switch nor limits of orders stop them. Their names can't be a client's (see <see cref="ClientOrderId.IsNewValid"/>).</para>
/// </summary>
internal sealed class MarginWatch(ActiveAccount active, MassCancels cancels, IGrainFactory grains, IGrainBase grain, ILogger log)
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const int MaxOrdersInARow = 20;
    private const int MostLooksInVain = 5;

    // A client who trades at the limit would be called again and again.
    private static readonly TimeSpan ShortestCall = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Currency, MarginEvent> _open = [];
    private long _sequence;
    private long _orders;
    private int _looksInVain;
    private IGrainTimer? _timer;
    private bool _isLooking;

    /// <summary>Takes over what SQL knows: the last event of each currency.</summary>
    public void Restore(IReadOnlyList<MarginEvent> last)
    {
        foreach (var happened in last)
        {
            _sequence = Math.Max(_sequence, happened.Sequence);
            if (happened.Kind is MarginEventKind.CallBegan or MarginEventKind.StopOutBegan) _open[happened.Currency] = happened;
        }

        Notice();
    }

    /// <summary>Positions may have changed: begins to look when there are any.</summary>
    public void Notice()
    {
        if (_timer is not null || active.Writer.IsDropped || !HasWork) return;
        _timer = grain.RegisterGrainTimer(_ => LookAsync(), new GrainTimerCreationOptions(Interval, Interval) { Interleave = true, KeepAlive = true });
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync()
    {
        if (_isLooking || active.Writer.IsDropped) return;
        if (!HasWork)
        {
            _timer?.Dispose();
            _timer = null;
            return;
        }

        _isLooking = true;
        try
        {
            await active.Instruments.RefreshMarksAsync(CancellationToken.None);
            foreach (var currency in active.Account.MarginCurrencies.Union(_open.Keys).ToList()) await LookAsync(currency);
        }
        catch (Exception e) when (GrainFailures.IsSilence(e) || e is CommitException)
        {
            // The next look, or the next activation, goes on.
            log.MarginNotWatched(active.Id, e);
        }
        catch (Exception e)
        {
            log.MarginNotWatched(active.Id, e);
            active.Writer.Drop(e);
        }
        finally
        {
            _isLooking = false;
        }
    }

    private bool HasWork => _open.Count > 0 || active.Account.MarginCurrencies.Count > 0;

    private async Task LookAsync(Currency currency)
    {
        if (active.Writer.IsDropped || active.Account.FindMarginState(currency, active.Instruments.Marks) is not { } state) return;
        var open = _open.GetValueOrDefault(currency);
        if (open?.Kind == MarginEventKind.StopOutBegan)
        {
            await active.Writer.ProveAsync();
        }
        else if (state.IsStoppedOut)
        {
            open = await RecordAsync(state, MarginEventKind.StopOutBegan);
            log.StopOutBegan(active.Id, currency, state.Equity.ToDecimal(), state.MaintenanceMargin.ToDecimal());
        }
        else
        {
            if (open is null && state.IsCalled) await RecordAsync(state, MarginEventKind.CallBegan);
            else if (open is not null && !state.IsCalled && active.Now.ToDateTime() - open.Time.ToDateTime() >= ShortestCall) await RecordAsync(state, MarginEventKind.CallEnded);
            return;
        }

        if (state.IsCalled) await StopOutAsync(currency, open);
        if (!active.Writer.IsDropped && active.Account.FindMarginState(currency, active.Instruments.Marks) is { IsCalled: false } restored)
        {
            await RecordAsync(restored, MarginEventKind.StopOutEnded);
            log.StopOutEnded(active.Id, currency, restored.Equity.ToDecimal());
        }
    }

    private async Task StopOutAsync(Currency currency, MarginEvent episode)
    {
        // Each look again, and a book that does not answer keeps no position of another one open.
        if (active.Account.WorkingInstruments.Count > 0) await cancels.CancelEverythingAsync(ExecReason.StopOut);
        for (var orders = 0; orders < MaxOrdersInARow; orders++)
        {
            if (active.Writer.IsDropped || active.Account.FindMarginState(currency, active.Instruments.Marks) is not { } state) return;
            var closings = active.Account.FindClosings(state, active.Instruments.Marks);
            var isTaken = await CloseOneAsync(closings, episode);
            _looksInVain = isTaken ? 0 : _looksInVain + 1;
            if (!isTaken && (state.Equity < Amount.Zero || _looksInVain >= MostLooksInVain)) isTaken = await DeleverageOneAsync(closings, episode);
            if (!isTaken) return;
        }
    }

    /// <summary>Closes what it can of the first position that somebody takes.</summary>
    /// <returns>Whether anything traded.</returns>
    private async Task<bool> CloseOneAsync(IReadOnlyList<ForcedClosing> closings, MarginEvent episode)
    {
        foreach (var closing in closings)
        {
            if (active.Writer.IsDropped || !await IsContinuousAsync(closing.InstrumentId)) continue;
            var touch = await grains.GetGrain<IOrderBookGrain>(closing.InstrumentId.Value).GetTriggerReference(closing.Side, TriggerSource.OppositeBest);
            if (touch is { } price && closing.Allows(price) && await SubmitAsync(closing, price, episode, active.Books.SubmitAsync)) return true;
        }

        return false;
    }

    /// <summary>Closes the first position that it can against those who have the other side.</summary>
    /// <returns>Whether anything traded.</returns>
    private async Task<bool> DeleverageOneAsync(IReadOnlyList<ForcedClosing> closings, MarginEvent episode)
    {
        foreach (var closing in closings.Where(closing => closing.MayDeleverage))
        {
            if (active.Writer.IsDropped || !await IsContinuousAsync(closing.InstrumentId)) continue;
            if (!await SubmitAsync(closing, closing.Limit, episode, active.Books.DeleverageAsync)) continue;
            log.Deleveraged(active.Id, closing.InstrumentId, closing.Limit);
            return true;
        }

        return false;
    }

    private async Task<bool> IsContinuousAsync(InstrumentId instrument) => (await grains.GetGrain<IInstrumentGrain>(instrument.Value).GetStatus()).State == TradingState.Continuous;

    private async Task<bool> SubmitAsync(ForcedClosing closing, Price price, MarginEvent episode, SubmitToBook submit)
    {
        var instrument = await active.Instruments.FindAsync(closing.InstrumentId, CancellationToken.None) ?? throw new DataUnavailableException($"Instrument {closing.InstrumentId} does not exist.");
        if (active.Writer.IsDropped) return false;
        var request = new NewOrder
        {
            ClientOrderId = new ClientOrderId($"#stop-out:{episode.Sequence}:{active.Writer.Stamp.Epoch}:{++_orders}"), InstrumentId = closing.InstrumentId, Side = closing.Side,
            OrderType = OrderType.Limit, TimeInForce = TimeInForce.Ioc, OrderQty = closing.Quantity, Price = price, Instructions = new OrderInstructions { ReduceOnly = true },
        };
        var terms = RequestTerms.Resolve(instrument, active.Id, request, reference: null, sessionEnd: null);
        active.Account.HoldClosing(request, terms);
        var reply = await submit(closing.InstrumentId, OrderTermsResolver.ToBookable(request, terms, closing.Mark));
        if (reply.Status == ReplyStatus.Unknown) return false;
        if (reply.Order is null) active.Account.Release(request.ClientOrderId);
        // What it did is settled before the next one is worked out.
        else await active.PullAsync(closing.InstrumentId, CancellationToken.None);
        return reply.Order is { CumQty.Lots: > 0 };
    }

    private async Task<MarginEvent> RecordAsync(MarginState state, MarginEventKind kind)
    {
        var happened = new MarginEvent(
            active.Id, ++_sequence, state.Currency, kind, state.Equity.ToDecimal(), state.InitialMargin.ToDecimal(), state.MaintenanceMargin.ToDecimal(), active.Now, state.Positions);
        if (kind is MarginEventKind.CallBegan or MarginEventKind.StopOutBegan) _open[state.Currency] = happened;
        else _open.Remove(state.Currency);
        await active.Writer.Add(new AccountDecision { MarginEvent = happened });
        return happened;
    }
}
