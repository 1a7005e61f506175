using Rtx.Domain.Accounts;
using Rtx.Domain.Marks;
using Rtx.Domain.Matching.Records;
using Rtx.Domain.Orders;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>The memory cost of steady trading: two accounts trade with each other, the way the grains do it.</summary>
public class SteadyTradingTests
{
    private readonly OrderEventLog _events = new();
    private readonly AccountChanges _changes = new();
    private readonly List<DepthLevel> _levels = [];
    private readonly List<QueuedOrder> _orders = [];

    public static TheoryData<InstrumentKind> Kinds() => [InstrumentKind.Margined, InstrumentKind.Spot];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Holding_matching_and_settling_allocate_nothing(InstrumentKind kind)
    {
        var instrument = kind == InstrumentKind.Spot ? TestInstruments.SpotWithFees : TestInstruments.Margined with
        {
            MakerFeeRate = 0.0001m, TakerFeeRate = 0.0003m,
        };
        var book = new RecordedBook(instrument);
        TradingAccount[] accounts = [NewAccount(instrument, 1), NewAccount(instrument, 2)];
        NewOrder[] requests = [Request(instrument, Side.Sell), Request(instrument, Side.Buy)];
        Func<InstrumentId, Mark> marks = _ => new Mark(new Price(20_000));
        TradeBothWays(2_000);
        var (before, sequence) = (GC.GetAllocatedBytesForCurrentThread(), accounts[0].LedgerSequence);

        TradeBothWays(10_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(sequence + 10_000, accounts[0].LedgerSequence);

        void TradeBothWays(int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                // The seller buys in the next round, so that neither runs out of anything.
                Place(accounts[round % 2], requests[0]);
                Place(accounts[(round + 1) % 2], requests[1]);
                Commit();
            }
        }

        void Place(TradingAccount account, NewOrder request)
        {
            var id = account.Account.Id;
            var terms = RequestTerms.Resolve(instrument, id, request, reference: null, sessionEnd: null);
            if (!account.Reserve(request, terms, marks).IsAccepted) throw new InvalidOperationException("refused");
            var first = _events.Count;
            book.Submit(id, request, terms.Order.Price, terms.Order.Instructions, default, _events);
            foreach (ref readonly var e in _events.Events[first..]) accounts[e.AccountId.Value - 1].Apply(e, e.Time);
        }

        void Commit()
        {
            foreach (var account in accounts) account.TakeChanges(_changes);
            _events.Clear();
            _levels.Clear();
            _orders.Clear();
            book.TakeChangedLevels(_levels);
            book.TakeChangedOrders(_orders);
        }
    }

    private static TradingAccount NewAccount(Instrument instrument, int id)
    {
        var account = new TradingAccount(new Account(new AccountId(id), default, $"account {id}", AccountStatus.Active));
        account.RegisterInstrument(instrument);
        foreach (var currency in new[] { instrument.BaseCurrency, instrument.QuoteCurrency })
            account.MoveFunds(new Money(1_000_000_000m, currency), $"deposit-{currency}", default);
        return account;
    }

    private static NewOrder Request(Instrument instrument, Side side) =>
        AccountFixture.Limit(instrument, side, 10, 20_000, side.ToString());
}
