using System.Diagnostics;
using Rtx.Benchmarks.Matching.Streams;
using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Benchmarks.Matching.Replays;

/// <summary>The neutral workload as it is: limit orders, market orders and cancels.</summary>
internal sealed class StreamReplay(CommandStream stream) : Replay
{
    private readonly CommandRecord[] _records = WithOwners(stream);
    private readonly AccountId[] _accounts = [.. stream.Records.Where(record => record.Account != 0).Select(record => record.Account).Distinct().Select(account => new AccountId(account))];
    private OrderBook _book = null!;
    private BookTape _tape = new();

    public override int Commands => _records.Length - stream.Prefill;

    public override StreamOutcome Outcome => _tape.Close(_book, id => id.Value);

    public override int OpenOrders => _book.OpenOrderCount;

    public override void Open()
    {
        _book = new OrderBook(BenchmarkInstrument.Unbounded);
        // As in a book that has been running: it knows the accounts, whose positions it follows.
        foreach (var account in _accounts) _book.SetPosition(account, 0);
    }

    public override void Fill()
    {
        for (var i = 0; i < stream.Prefill; i++) Do(i);
    }

    public override void Run(int first, int end)
    {
        for (var i = first; i < end; i++) Do(stream.Prefill + i);
    }

    public override void RunTimed(int first, int end, long[] stamps)
    {
        for (var i = first; i < end; i++)
        {
            Do(stream.Prefill + i);
            stamps[i + 1] = Stopwatch.GetTimestamp();
        }
    }

    // A cancel of the stream names the order alone; a client's says whose it is.
    private static CommandRecord[] WithOwners(CommandStream stream)
    {
        var owners = new ushort[stream.MaxId + 1];
        foreach (var record in stream.Records)
        {
            if (record.Kind != CommandKind.Cancel) owners[record.Id] = record.Account;
        }

        return [.. stream.Records.Select(record => record.Kind == CommandKind.Cancel ? new CommandRecord(CommandKind.Cancel, 0, owners[record.Id], 0, 0, record.Id) : record)];
    }

    private void Do(int index)
    {
        ref readonly var record = ref _records[index];
        var now = ReplayClock.At(index);
        var id = new OrderId((long)record.Id);
        if (record.Kind == CommandKind.Cancel)
        {
            _book.Cancel(new AccountId(record.Account), id, now, out var events);
            _tape.Read(events);
            return;
        }

        var side = record.Side == 0 ? Side.Buy : Side.Sell;
        var (type, timeInForce, price) = record.Kind == CommandKind.Market
            ? (OrderType.Market, TimeInForce.Ioc, BenchmarkInstrument.AnyPrice(side))
            : (OrderType.Limit, TimeInForce.Gtc, new Price(record.Price));
        _tape.Read(_book.Submit(new BookOrder(id, new AccountId(record.Account), side, type, timeInForce, new Quantity(record.Quantity), price), now));
    }
}
