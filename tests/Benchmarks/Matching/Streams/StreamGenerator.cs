namespace Rtx.Benchmarks.Matching.Streams;

/// <summary>
/// Makes the neutral workload, number by number as its other generators do: 45 % passive limit orders, 40 % cancels (2 % of them of orders that are gone), 10 %
/// crossing limit orders, 5 % market orders; the book stays within 5 % of its depth; prices follow a hidden fair value that walks and now and then jumps.
/// <para>The order of the draws is the format: every call of <see cref="SplitMix64.Below"/> must stay where it is.</para>
/// </summary>
internal sealed class StreamGenerator
{
    private const int Accounts = 1_000;
    private const int LeastHalfWidth = 100;
    private const int JumpEvery = 50_000;
    private const int MaxDrift = 5_000;
    private const int MaxTilt = 450;

    private readonly StreamParameters _parameters;
    private readonly SplitMix64 _random;
    private readonly PlainMatcher _matcher = new();
    private readonly LiveOrders _live = new();
    private readonly LatestIds _recent = new(256);
    private readonly LatestIds _dead = new(1_024);
    private readonly List<CommandRecord> _records;
    private readonly int _halfWidth;
    private long _fairValue;
    private ulong _lastId;

    private StreamGenerator(StreamParameters parameters)
    {
        _parameters = parameters;
        _random = new SplitMix64(parameters.Seed);
        _records = new List<CommandRecord>(parameters.Depth + parameters.Operations);
        _halfWidth = Math.Max(LeastHalfWidth, parameters.Depth / 10);
        _fairValue = parameters.StartPrice;
    }

    /// <summary>The stream of these parameters.</summary>
    public static CommandStream Generate(string name, StreamParameters parameters)
    {
        var generator = new StreamGenerator(parameters);
        generator.Prefill();
        for (var i = 0; i < parameters.Operations; i++) generator.Step(i);
        return new CommandStream(name, parameters, [.. generator._records], parameters.Depth, (int)generator._lastId, generator._matcher.Outcome);
    }

    private void Prefill()
    {
        for (var i = 0; i < _parameters.Depth; i++)
        {
            var side = i & 1;
            var distance = _random.Below(_halfWidth);
            var price = side == 0 ? _parameters.StartPrice - 1 - distance : _parameters.StartPrice + 1 + distance;
            var quantity = 1 + _random.Below(100);
            var account = DrawAccount();
            var id = ++_lastId;
            Rest(side, price, id, quantity);
            Write(CommandKind.PassiveLimit, side, account, price, quantity, id);
        }
    }

    private void Step(int index)
    {
        MoveFairValue(index);
        var kind = DrawKind();
        if (kind == CommandKind.Cancel)
        {
            Write(kind, side: 0, account: 0, price: 0, quantity: 0, CancelOne());
            return;
        }

        var id = ++_lastId;
        var account = DrawAccount();
        var bid = _matcher.BestBid ?? (_matcher.BestAsk ?? LastPrice) - 1;
        var ask = _matcher.BestAsk ?? bid + 1;
        if (kind == CommandKind.PassiveLimit) PlacePassive(id, account, bid, ask);
        else PlaceAggressive(kind, id, account, bid, ask);
    }

    private long LastPrice => _matcher.LastPrice == 0 ? _parameters.StartPrice : _matcher.LastPrice;

    private void MoveFairValue(int index)
    {
        if (_random.Below(20) == 0) _fairValue += DrawSign();
        if (index % JumpEvery == JumpEvery - 1) _fairValue += (50 + _random.Below(101)) * DrawSign();
        _fairValue = Math.Clamp(_fairValue, _parameters.StartPrice - MaxDrift, _parameters.StartPrice + MaxDrift);
    }

    private CommandKind DrawKind()
    {
        var kind = _random.Below(100) switch
        {
            < 45 => CommandKind.PassiveLimit,
            < 85 => CommandKind.Cancel,
            < 95 => CommandKind.AggressiveLimit,
            _ => CommandKind.Market,
        };
        if (kind == CommandKind.PassiveLimit && _live.Count * 20L > _parameters.Depth * 21L) return CommandKind.Cancel;
        return kind == CommandKind.Cancel && _live.Count * 20L < _parameters.Depth * 19L ? CommandKind.PassiveLimit : kind;
    }

    /// <summary>Half of the cancels choose among the latest orders, of which some are gone already; then any open order is taken.</summary>
    private ulong CancelOne()
    {
        if (_dead.Count > 0 && _random.Below(50) == 0) return _dead[_random.Below(_dead.Count)];
        var id = _random.Below(2) == 1 ? _recent[_random.Below(_recent.Count)] : 0;
        if (!_live.Contains(id)) id = _live[_random.Below(_live.Count)];
        _matcher.Cancel(id);
        Bury(id);
        return id;
    }

    private void PlacePassive(ulong id, ushort account, long bid, long ask)
    {
        var side = (int)_random.Below(2);
        var distance = DrawDistance();
        var price = side == 0 ? Math.Max(1, ask - 1 - distance) : bid + 1 + distance;
        var quantity = 1 + _random.Below(100);
        Rest(side, price, id, quantity);
        Write(CommandKind.PassiveLimit, side, account, price, quantity, id);
    }

    private void PlaceAggressive(CommandKind kind, ulong id, ushort account, long bid, long ask)
    {
        // The farther the market is from the fair value, the more of the aggressors push it there.
        var tilt = Math.Clamp((_fairValue - ((bid + ask) / 2)) * 20, -MaxTilt, MaxTilt);
        var side = _random.Below(1_000) < 500 + tilt ? 0 : 1;
        var quantity = _random.Below(100) switch
        {
            < 85 => 1 + _random.Below(20),
            < 98 => 20 + _random.Below(81),
            _ => 100 + _random.Below(401),
        };
        var filled = new List<ulong>();
        long price = 0;
        if (kind == CommandKind.Market)
        {
            _matcher.Match(side, limit: null, id, quantity, filled.Add);
        }
        else
        {
            var excess = _random.Below(5);
            price = side == 0 ? ask + excess : Math.Max(1, bid - excess);
            var remainder = _matcher.Match(side, price, id, quantity, filled.Add);
            if (remainder > 0) Rest(side, price, id, remainder);
        }

        filled.ForEach(Bury);
        Write(kind, side, account, price, quantity, id);
    }

    /// <summary>From the touch in ticks: three of ten are near it, the others anywhere in the book.</summary>
    private long DrawDistance()
    {
        if (_random.Below(100) >= 30) return _random.Below(_halfWidth);
        var distance = 0;
        while (distance < 50 && _random.Below(5) != 0) distance++;
        return distance;
    }

    private ushort DrawAccount() => (ushort)(1 + _random.Below(Accounts));

    private int DrawSign() => _random.Below(2) == 1 ? 1 : -1;

    private void Rest(int side, long price, ulong id, long quantity)
    {
        _matcher.Rest(side, price, id, quantity);
        _live.Add(id);
        _recent.Add(id);
    }

    private void Bury(ulong id)
    {
        _live.Remove(id);
        _dead.Add(id);
    }

    private void Write(CommandKind kind, int side, ushort account, long price, long quantity, ulong id) =>
        _records.Add(new CommandRecord(kind, (byte)side, account, checked((uint)price), (uint)quantity, id));
}
