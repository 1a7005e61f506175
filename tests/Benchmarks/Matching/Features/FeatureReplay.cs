using System.Diagnostics;
using Rtx.Benchmarks.Matching.Replays;
using Rtx.Benchmarks.Matching.Streams;
using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Benchmarks.Matching.Features;

/// <summary>The neutral workload with features, in a book with price bands that are checked and never reached.</summary>
internal sealed class FeatureReplay(FeatureStream stream) : Replay
{
    private static readonly Instrument Banded = BenchmarkInstrument.Unbounded with
    {
        MatchingRules = new MatchingRules { StaticBandBasisPoints = 5_000, DynamicBandBasisPoints = 2_000 },
    };

    private readonly FeatureCommand[] _commands = stream.Commands;
    private OrderBook _book = null!;
    private BookTape _tape = new();
    private EventAudit? _audit;

    public override int Commands => _commands.Length - stream.Prefill;

    public override StreamOutcome Outcome => _tape.Close(_book, id => id.Value);

    public override int OpenOrders => _book.OpenOrderCount;

    /// <summary>Replays a stream and looks at every event.</summary>
    public static ReplayAudit Audit(FeatureStream stream)
    {
        var audit = new EventAudit();
        var replay = new FeatureReplay(stream) { _audit = audit };
        replay.Open();
        replay.Fill();
        replay.Run(0, replay.Commands);
        return audit.Close();
    }

    public override void Open()
    {
        _book = new OrderBook(Banded);
        _book.SetReference(stream.StartPrice);
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

    private void Do(int index)
    {
        ref readonly var command = ref _commands[index];
        var now = ReplayClock.At(index);
        var account = new AccountId(command.Account);
        if (command.Amend is { } amend)
        {
            Read(_book.Amend(account, amend, now, out var events), events);
        }
        else if (command.Quantity == 0)
        {
            Read(_book.Cancel(account, command.Id, now, out var events), events);
        }
        else
        {
            var order = new BookOrder(
                command.Id, account, command.Side, command.OrderType, command.TimeInForce, new Quantity(command.Quantity), command.Price, command.Instructions);
            Read(RejectReason.None, _book.Submit(order, now));
        }
    }

    /// <summary>Why a request was refused without event, or what happened.</summary>
    private void Read(RejectReason refusal, ReadOnlySpan<BookEvent> events)
    {
        _tape.Read(events);
        _audit?.Add(refusal, events);
    }
}
