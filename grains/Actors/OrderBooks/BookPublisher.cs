using Microsoft.Extensions.Logging;
using Rtx.Actors.Diagnostics;
using Rtx.Actors.MarketData;

namespace Rtx.Actors.OrderBooks;

/// <summary>Tells listeners, the tick stream and the instrument what a commit made durable.</summary>
internal sealed class BookPublisher(InstrumentId id, ILivePublisher live, OwnTicks ticks, InstrumentLink instrument, ILogger log)
{
    private long _history;

    /// <summary>Says to which history of the book its events belong, and that those of the activation before may be missing.</summary>
    public void Begin(long history)
    {
        _history = history;
        TellGap();
    }

    /// <summary>Tells a commit; the commits of a book come in order.</summary>
    public void Tell(BookCommit commit)
    {
        try
        {
            Publish(commit);
        }
        catch (Exception e)
        {
            // Whoever follows the book would see the gap, but executions of an account have no sequence without gaps.
            log.NotPublished(id, e);
            TellGap();
        }
    }

    private void TellGap() => live.PublishGap(id);

    private void Publish(BookCommit commit)
    {
        var (events, view) = (commit.Events, commit.View);
        if (view.IsTooMuch) TellGap();
        else live.PublishBook(new BookUpdate(id, commit.Previous, commit.Last, view.Levels, [.. events.Where(e => e.IsTradeReport).Select(ToPrint)])
        {
            Orders = view.Orders,
            Checksum = view.Top.Checksum(),
            Indicative = view.Indicative,
            State = commit.State,
        });
        foreach (var (account, executions) in ByAccount(events))
            live.PublishExecutions(new ExecutionNotice(account, executions) { HistoryId = _history });
        ticks.Add(events, view.Top.Best);
        ticks.Send();
        instrument.TakeMark(events, view.Top.Best, commit.State);
    }

    private static Dictionary<AccountId, List<OrderEvent>> ByAccount(IReadOnlyList<OrderEvent> events)
    {
        Dictionary<AccountId, List<OrderEvent>> byAccount = [];
        foreach (var e in events)
        {
            if (e.OrderId.IsOfBook) continue;
            if (!byAccount.TryGetValue(e.AccountId, out var own)) byAccount.Add(e.AccountId, own = []);
            own.Add(e);
        }

        return byAccount;
    }

    private TradePrint ToPrint(OrderEvent e) => new(e.TradeId, id, e.LastPx, e.LastQty, e.IsAuction ? null : e.Side, e.Time);
}
