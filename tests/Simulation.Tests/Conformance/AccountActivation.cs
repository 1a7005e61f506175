using Rtx.Actors.Accounts;
using Rtx.Domain.Accounts;
using Rtx.Storage.Commits;
using Rtx.Storage.Trading;
using Rtx.Testing.Matching;

namespace Rtx.Simulation.Tests.Conformance;

/// <summary>
/// An account that commits random decisions: cash movements, rejected orders, controls, margin events, and settlements of what books
/// committed.
/// </summary>
internal sealed class AccountActivation : IActivation
{
    private readonly AccountSnapshot _snapshot;
    private readonly Draws _draws;
    private readonly IReadOnlyList<Instrument> _instruments;
    // Only in markets where each trade moves money.
    private readonly HashSet<InstrumentId> _forgetful;
    private readonly TradingAccount _account;
    private long _sequence;
    private long _marginSequence;

    public AccountActivation(
        AccountSnapshot snapshot, IReadOnlyList<MarginEvent> margin, Draws draws, IReadOnlyList<Instrument> instruments)
    {
        (_snapshot, _draws, _instruments, _sequence) = (snapshot, draws, instruments, snapshot.Sequence);
        _marginSequence = margin.Select(happened => happened.Sequence).DefaultIfEmpty().Max();
        _account = SavedAccount.Restore(snapshot, draws.Now);
        _forgetful = [.. instruments.Where(instrument => instrument.Kind == InstrumentKind.Spot).Select(instrument => instrument.Id)];
        foreach (var instrument in instruments) _account.RegisterInstrument(instrument);
    }

    public StreamKey Stream => StreamKey.Of(_snapshot.Account.Id);

    public long Epoch => _snapshot.Epoch;

    /// <summary>The settled sequence of a book. Sometimes it forgets that and books the trades a second time.</summary>
    public long Settled(InstrumentId instrument)
    {
        if (_forgetful.Contains(instrument) && _draws.Chance(5)) _account.RestoreSettled(instrument, 0);
        return _account.SettledSequence(instrument);
    }

    /// <summary>Receives events that a book has committed.</summary>
    public void Take(IReadOnlyList<OrderEvent> events)
    {
        foreach (var e in events) _account.Apply(e, _draws.Now);
    }

    public CommitUnit Decide()
    {
        List<AccountDecision> decisions = [];
        for (var commands = _draws.Next(3); commands > 0; commands--)
        {
            var isMoney = _draws.Chance(50);
            if (isMoney)
            {
                _account.MoveFunds(
                    new Money(1m + _draws.Next(50), _draws.Pick(_instruments).QuoteCurrency), _draws.Reference(), _draws.Now);
            }
            else decisions.Add(_draws.Next(3) switch { 0 => Refusal(), 1 => Controls(), _ => Margin() });
        }

        return AccountDecision.ToUnit(
            _snapshot.Account.Id, decisions, _account.TakeChanges(), new Fence(Stream, Epoch, _sequence, _sequence + 1));
    }

    public void Committed(CommitUnit unit) => _sequence = unit.Fence.NextSequence;

    private AccountDecision Refusal()
    {
        var request = new NewOrder
        {
            ClientOrderId = _draws.Name(), InstrumentId = _draws.Pick(_instruments).Id, Side = _draws.Side(), OrderType = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc,
            OrderQty = _draws.Quantity(), Price = _draws.Chance(50) ? _draws.Price() : null, LimitOffset = _draws.Chance(20) ? 3 : null,
            Instructions = _draws.Chance(20) ? new OrderInstructions { Tag = Tags.Of(2) } : null,
        };
        return new AccountDecision { Refusals = [new OrderRefusal(
            _snapshot.Account.Id, request, RejectReason.InsufficientFunds, _draws.Chance(50) ? "too little" : null, _draws.Now)] };
    }

    // Sometimes with a number that is already used.
    private AccountDecision Margin()
    {
        if (_marginSequence == 0 || !_draws.Chance(6)) _marginSequence++;
        MarginPosition position = new(_draws.Pick(_instruments).Id, _draws.Next(9) - 4, _draws.Price(), 0.5m * _draws.Next(9));
        return new AccountDecision
        {
            MarginEvent = new MarginEvent(
                _snapshot.Account.Id, _marginSequence, _draws.Pick(_instruments).QuoteCurrency, (MarginEventKind)(1 + _draws.Next(4)),
                Equity: 1.5m, InitialMargin: 4m, MaintenanceMargin: 2m, _draws.Now,
                _draws.Chance(50) ? [position] : []),
        };
    }

    private AccountDecision Controls() =>
        new() { Controls = new AccountControlsRow(_snapshot.Account.Id, _draws.Chance(50), _draws.Chance(50) ? _draws.Now : null) };
}
