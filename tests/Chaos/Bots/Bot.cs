using System.Collections.Concurrent;
using Rtx.Chaos.History;
using Rtx.Client;

namespace Rtx.Chaos.Bots;

/// <summary>One trader: places, changes and cancels orders at its own pace, one request at a time.</summary>
internal sealed class Bot(
    RecordedRequests requests, TraderConnection connection, Listening listening, Market market, Random dice, HistoryLog history,
    TimeSpan pace)
{
    private const int MaxOpenOrders = 15;
    // Most bots outlast any fault of the run; some give up and leave a request with an unknown outcome.
    private const int PatientAttempts = 1_000;
    private const int GivesUpInHundred = 5;

    // As long as a sent request may still be on its way to an account.
    private static readonly TimeSpan RequestLifetime = TimeSpan.FromSeconds(12);

    private readonly OrderIdeas _ideas = new(market, dice, $"b{requests.Account}");
    private readonly ConcurrentDictionary<long, Order> _open = new();
    private readonly Dictionary<string, Instrument> _instruments = market.Instruments.ToDictionary(instrument => instrument.Symbol);

    /// <summary>Trades until stopped; a request in flight is completed.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // Spread like independent traders.
            await Task.Delay(pace * (0.5 + dice.NextDouble()), CancellationToken.None);
            if (!stop.IsCancellationRequested) await ActAsync();
        }
    }

    /// <summary>Records what the live connection delivers until the end.</summary>
    public Task FollowAsync(CancellationToken stop) => connection.FollowAsync(requests.Account, Note, ReadAgain, stop);

    private async Task ActAsync()
    {
        var attempts = dice.Next(100) < GivesUpInHundred ? 1 : PatientAttempts;
        var any = _open.Values.OrderBy(order => order.OrderId).ElementAtOrDefault(dice.Next(MaxOpenOrders));
        if (_open.Count >= MaxOpenOrders)
        {
            var oldest = _open.Keys.Min();
            await ForgetAfterAsync(oldest, requests.CancelAsync(oldest, attempts));
            return;
        }

        Note(dice.Next(100) switch
        {
            < 12 when any is not null => await AmendAsync(any, attempts),
            < 22 when any is not null => await ForgetAfterAsync(any.OrderId, requests.CancelAsync(any.OrderId, attempts)),
            < 27 when any is not null => await ForgetAfterAsync(any.OrderId, requests.CancelAsync(any.ClientOrderId, attempts)),
            < 28 =>
                await requests.CancelAllAsync(
                    dice.Next(2) == 0 ? new MassCancelRequest { All = true } : new MassCancelRequest { Side = Side.Buy }, attempts),
            < 34 => await requests.PlaceAsync(_ideas.OrderList(), attempts),
            _ => await PlaceAsync(attempts),
        });
    }

    // A bot that gave up makes sure that nothing is left: after the answer that the order does not exist, it must not appear.
    private async Task<IReadOnlyList<Order>> PlaceAsync(int attempts)
    {
        var order = _ideas.Order();
        var placed = await requests.PlaceAsync(order, attempts);
        if (attempts == PatientAttempts || placed.Count > 0) return placed;
        await Task.Delay(RequestLifetime, CancellationToken.None);
        return await requests.CancelAsync(order.ClientOrderId, PatientAttempts);
    }

    // Cancelled, already closed, or given up: a bot that kept cancelling it would do nothing else.
    private async Task<IReadOnlyList<Order>> ForgetAfterAsync(long order, Task<IReadOnlyList<Order>> cancelling)
    {
        var cancelled = await cancelling;
        _open.TryRemove(order, out _);
        return cancelled;
    }

    private Task<IReadOnlyList<Order>> AmendAsync(Order order, int attempts)
    {
        // A client order id that may have been used is not reused by another request: the second answer would be a duplicate.
        var amendment = _ideas.Amendment(order, _instruments[order.Symbol]);
        return requests.AmendAsync(order.OrderId, amendment, attempts);
    }

    private void Note(IReadOnlyList<Order> orders)
    {
        foreach (var order in orders)
        {
            if (order.LeavesQty == 0) _open.TryRemove(order.OrderId, out _);
            else _open.AddOrUpdate(order.OrderId, order, (_, known) => known.Sequence < order.Sequence ? order : known);
        }
    }

    private void ReadAgain()
    {
        var now = DateTimeOffset.UtcNow;
        listening.ReadAgain(now);
        history.Add(new ToldToReadAgain { Time = now, AccountId = requests.Account });
    }

    private void Note(ExecutionReport report)
    {
        listening.Take(report);
        history.Add(new ExecutionTold { Time = DateTimeOffset.UtcNow, AccountId = report.AccountId, Report = report });
        if (report.LeavesQty == 0) _open.TryRemove(report.OrderId, out _);
    }
}
