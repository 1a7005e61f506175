using Rtx.Domain.Matching.Memory;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>
/// An endless, seeded stream of commands: every type, time in force, instruction and list around a moving mid price, so that about half of
/// the orders trade; cancels and amendments of open, closed and foreign orders; sessions with auctions and halts; marks, references and
/// expiries; some illegal requests. It reads the reference book to pick its orders and to limit their number.
/// </summary>
public sealed class RandomBookCommands
{
    private const int FewOrders = 55;
    private const int ManyOrders = 80;
    private const int UsualExpiries = 7;
    private const int ManyExpiries = 25;
    private const int ExpiryInterval = 1_000;

    private readonly Dice _dice;
    private readonly RandomMarket _market;
    private readonly int _expiresPerMille;
    private readonly RandomOrders _orders;
    private readonly RandomLists _lists;
    private readonly RandomAmendments _amendments;
    private readonly Queue<BookCommand> _first = new();
    private int _middle;

    /// <summary>Starts the stream of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="market">The market it trades in.</param>
    /// <param name="expiresTogether">Whether orders share expire times and more commands only advance time.</param>
    public RandomBookCommands(int seed, RandomMarket market, bool expiresTogether = false)
    {
        ArgumentNullException.ThrowIfNull(market);
        _market = market;
        _expiresPerMille = expiresTogether ? ManyExpiries : UsualExpiries;
        _middle = market.Middle;
        _dice = new Dice(seed);
        _orders = new RandomOrders(_dice, market, expiresTogether ? ExpiryInterval : 1);
        _lists = new RandomLists(_dice, market, _orders);
        _amendments = new RandomAmendments(_dice, _orders);
        // Only an auction without any earlier price has no reference.
        if (_dice.PerMille(500)) _first.Enqueue(new StateCommand(Now, TradingState.OpeningAuction));
        if (market.Instrument.Kind != InstrumentKind.Margined) return;
        for (var account = 1; account <= RandomOrders.Accounts; account++)
        {
            _first.Enqueue(new PositionCommand(new AccountId(account), _dice.Between(-60, 60)));
        }
    }

    /// <summary>The time of the last command.</summary>
    public Timestamp Now { get; private set; } = new(1_000_000);

    /// <summary>The next command for a book in this state.</summary>
    public BookCommand Next(ReferenceBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (_first.TryDequeue(out var first)) return first;
        Now = new Timestamp(Now.UnixMicroseconds + (_dice.PerMille(2) ? 600 : _dice.Between(1, 8)));
        _middle = Math.Clamp(_middle + _dice.Between(-1, 1), _market.Middle - _market.Wander, _market.Middle + _market.Wander);
        if (ChangesState(book.State)) return new StateCommand(Now, NextState(book.State));
        return _dice.Between(0, 999) switch
        {
            < 35 => new MarkCommand(Now, PriceNear(6)),
            < 43 => new ReferenceCommand(_dice.PerMille(100) ? null : PriceNear(4)),
            < 47 => RandomMassCancel(),
            var other when other < 47 + _expiresPerMille => new ExpireCommand(Now),
            _ => AboutAnOrder(book),
        };
    }

    private Price PriceNear(int distance)
    {
        var ticks = _middle + _dice.Between(-distance, distance);
        return new Price(_market.Instrument.AllowsNegativePrices ? ticks : Math.Max(1, ticks));
    }

    private BookCommand AboutAnOrder(ReferenceBook book)
    {
        var share = book.OpenOrderCount switch
        {
            < FewOrders => 830,
            > ManyOrders => 330,
            _ => 600,
        };
        if (_dice.PerMille(share))
        {
            return _dice.PerMille(70)
                ? new SubmitListCommand(Now, _lists.Next(book.State, _middle, Now))
                : new SubmitCommand(Now, _orders.Single(book.State, _middle, Now));
        }

        // Sometimes an order that never existed, is closed, or belongs to another account.
        if (book.OpenOrderCount == 0 || _dice.PerMille(60)) return About(_orders.Account(), _orders.SomeId(), null);
        var order = book.OpenOrderAt(_dice.Between(0, book.OpenOrderCount - 1));
        return About(_dice.PerMille(60) ? _orders.Account() : order.AccountId, order.OrderId, order);
    }

    private BookCommand About(AccountId account, OrderId id, BookOrderState? order) =>
        _dice.PerMille(480)
            ? new CancelCommand(Now, account, id)
            : new AmendCommand(Now, account, _amendments.Next(id, order, _middle, Now));

    private MassCancelCommand RandomMassCancel()
    {
        Side? side = _dice.PerMille(300) ? _orders.RandomSide() : null;
        var tag = _dice.PerMille(300) ? Tags.Of(_dice.Between(1, 3)) : default;
        long? connection = _dice.PerMille(300) ? _dice.Between(1, 3) : null;
        var filter = new MassCancel(Side: side, ConnectionId: connection) { Tag = tag };
        var reason = _dice.Pick(
            ExecReason.MassCancel, ExecReason.Disconnected, ExecReason.CancelAllAfter, ExecReason.KillSwitch, ExecReason.StopOut);
        return new MassCancelCommand(Now, _orders.Account(), filter, reason);
    }

    private bool ChangesState(TradingState state) => _dice.PerMille(state switch
    {
        TradingState.Continuous => 6,
        TradingState.PreOpen or TradingState.OpeningAuction or TradingState.ClosingAuction => 40,
        // A market with volatility auctions would spend most of its time in them.
        TradingState.VolatilityAuction => 120,
        TradingState.Halted or TradingState.CancelOnly or TradingState.Closed => 120,
    });

    private TradingState NextState(TradingState state)
    {
        if (state != TradingState.Continuous && _dice.PerMille(400)) return TradingState.Continuous;
        return _dice.Pick(
            TradingState.Continuous, TradingState.Halted, TradingState.PreOpen, TradingState.OpeningAuction, TradingState.OpeningAuction,
            TradingState.VolatilityAuction,
            TradingState.ClosingAuction, TradingState.ClosingAuction, TradingState.CancelOnly, TradingState.Closed);
    }
}
