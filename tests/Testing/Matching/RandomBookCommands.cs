using System.Diagnostics.CodeAnalysis;
using Rtx.Domain.Matching;
using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>
/// An endless stream of commands that a seed repeats: prices around a wandering middle, so that about half of the orders trade; cancels and amendments of open,
/// closed and foreign orders; some illegal requests; short halts.
/// </summary>
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A seed must repeat the stream.")]
public sealed class RandomBookCommands(int seed, Instrument instrument)
{
    private const int Accounts = 6;
    private const int PriceSpread = 8;
    private const int TargetOpenOrders = 60;

    private readonly Random _random = new(seed);
    private long _count;
    private int _middle = 1_000;
    private bool _isHalted;

    /// <summary>The next command for a book with these open orders.</summary>
    public BookCommand Next(IReadOnlyList<Order> openOrders)
    {
        ArgumentNullException.ThrowIfNull(openOrders);
        var time = new Timestamp(1_000_000 + (++_count * 10));
        _middle += _random.Next(-1, 2);
        if (_isHalted || _random.Next(500) == 0)
        {
            var toggles = !_isHalted || _random.Next(5) == 0;
            if (toggles) return new BookCommand(time, default, State: (_isHalted = !_isHalted) ? TradingState.Halted : TradingState.Continuous);
        }

        var account = RandomAccount();
        var isCrowded = openOrders.Count > TargetOpenOrders;
        return _random.Next(100) switch
        {
            < 50 when !isCrowded => new BookCommand(time, account, Submit: RandomOrder(account)),
            < 30 => new BookCommand(time, account, Submit: RandomOrder(account)),
            < 75 => RandomCancel(time, account, openOrders),
            _ => RandomAmend(time, account, openOrders),
        };
    }

    private BookOrder RandomOrder(AccountId account)
    {
        var orderType = _random.Next(10) == 0 ? OrderType.Market : OrderType.Limit;
        var side = _random.Next(2) == 0 ? Side.Buy : Side.Sell;
        var timeInForce = _random.Next(10) switch
        {
            0 or 1 => TimeInForce.Ioc,
            2 => TimeInForce.Fok,
            _ => orderType == OrderType.Market && _random.Next(20) != 0 ? TimeInForce.Ioc : TimeInForce.Gtc,
        };
        return new BookOrder(account, new ClientOrderId($"c{_count}"), side, orderType, timeInForce, RandomQuantity(), RandomPrice());
    }

    private BookCommand RandomCancel(Timestamp time, AccountId account, IReadOnlyList<Order> openOrders)
    {
        var (owner, id) = RandomTarget(account, openOrders);
        return new BookCommand(time, owner, Cancel: id);
    }

    private BookCommand RandomAmend(Timestamp time, AccountId account, IReadOnlyList<Order> openOrders)
    {
        var (owner, id) = RandomTarget(account, openOrders);
        Quantity? orderQty = _random.Next(3) == 0 ? null : RandomQuantity();
        Price? price = _random.Next(2) == 0 ? null : RandomPrice();
        return new BookCommand(time, owner, Amend: new AmendOrder(id, orderQty, price));
    }

    /// <summary>Mostly an open order and its owner; now and then somebody else's, or one that never was or is gone.</summary>
    private (AccountId Owner, OrderId Id) RandomTarget(AccountId account, IReadOnlyList<Order> openOrders)
    {
        if (openOrders.Count == 0 || _random.Next(10) == 0) return (account, OrderId.Create(instrument.Id, 1 + _random.NextInt64(_count)));
        var order = openOrders[_random.Next(openOrders.Count)];
        return (_random.Next(10) == 0 ? account : order.AccountId, order.OrderId);
    }

    private AccountId RandomAccount() => new(1 + _random.Next(Accounts));

    private Price RandomPrice() => new(_random.Next(100) == 0 ? 0 : _middle + _random.Next(-PriceSpread, PriceSpread + 1));

    private Quantity RandomQuantity() => _random.Next(100) switch
    {
        0 => Quantity.Zero,
        1 => instrument.MaxQuantity + new Quantity(1),
        _ => new Quantity(1 + _random.Next(20)),
    };
}
