using Rtx.Benchmarks.Matching.Replays;
using Rtx.Benchmarks.Matching.Streams;
using Rtx.Model;

namespace Rtx.Benchmarks.Matching.Features;

/// <summary>
/// The neutral workload with features, drawn with a seed of their own: of its limit orders 10 % are icebergs, 5 % wait for a trigger price (stop, stop-limit and both
/// trailing ones), 5 % are post-only and 5 % expire; 20 % of all orders cancel resting orders of their own account; before every tenth command an order is amended.
/// Commands that the change of the others made pointless, such as a cancel of an order that traded, stay.
/// </summary>
internal sealed class FeatureStream
{
    private const ulong SeedDistance = 1_000;
    private const int ShareOfSelfTradePrevention = 20;
    private const int ShareOfAmends = 10;
    private const int ProtectionTicks = 100;
    private const int MaxLifetime = 200_000;

    // Shared: an order that asks for nothing of its own.
    private static readonly OrderInstructions Prevention = new() { SelfTradePrevention = SelfTradePrevention.CancelResting };

    private readonly CommandStream _stream;
    private readonly SplitMix64 _random;
    private readonly List<FeatureCommand> _commands;
    private readonly CommandRecord[] _placed;
    private readonly LatestIds _recent = new(256);

    private FeatureStream(CommandStream stream)
    {
        _stream = stream;
        Seed = stream.Parameters.Seed + SeedDistance;
        _random = new SplitMix64(Seed);
        _commands = new List<FeatureCommand>(stream.Records.Length * 5 / 4);
        _placed = new CommandRecord[stream.MaxId + 1];
        for (var i = 0; i < stream.Records.Length; i++) Add(stream.Records[i], i < stream.Prefill);
        Commands = [.. _commands];
    }

    /// <summary>What the features were drawn with.</summary>
    public ulong Seed { get; }

    /// <summary>The prefill, then what is timed.</summary>
    public FeatureCommand[] Commands { get; }

    /// <summary>Commands before the first timed one.</summary>
    public int Prefill => _stream.Prefill;

    /// <summary>Middle of the prices at the start.</summary>
    public Price StartPrice => new(_stream.Parameters.StartPrice);

    /// <summary>Draws the features of a stream.</summary>
    public static FeatureStream From(CommandStream stream) => new(stream);

    private void Add(in CommandRecord record, bool isPrefill)
    {
        if (!isPrefill && _recent.Count > 0 && _random.Below(100) < ShareOfAmends) AddAmend(_placed[_recent[_random.Below(_recent.Count)]]);
        if (record.Kind == CommandKind.Cancel)
        {
            _commands.Add(new FeatureCommand { Id = new OrderId((long)record.Id), Account = _placed[record.Id].Account });
            return;
        }

        _placed[record.Id] = record;
        if (record.Kind != CommandKind.Market) _recent.Add(record.Id);
        _commands.Add(Decorate(record));
    }

    private void AddAmend(in CommandRecord placed)
    {
        var id = new OrderId((long)placed.Id);
        var amend = _random.Below(2) == 0
            ? new AmendOrder(id, new Quantity(Math.Max(1, placed.Quantity / 2)))
            : new AmendOrder(id, Price: new Price(Math.Max(1, placed.Price + _random.Below(11) - 5)));
        _commands.Add(new FeatureCommand { Id = id, Account = placed.Account, Amend = amend });
    }

    private FeatureCommand Decorate(in CommandRecord record)
    {
        var plain = new FeatureCommand
        {
            Id = new OrderId((long)record.Id),
            Account = record.Account,
            Side = record.Side == 0 ? Side.Buy : Side.Sell,
            OrderType = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc,
            Quantity = record.Quantity,
            Price = new Price(record.Price),
            Instructions = _random.Below(100) < ShareOfSelfTradePrevention ? Prevention : null,
        };
        if (record.Kind == CommandKind.Market)
            return plain with { OrderType = OrderType.Market, TimeInForce = TimeInForce.Ioc, Price = BenchmarkInstrument.AnyPrice(plain.Side) };

        var asked = plain.Instructions ?? new OrderInstructions();
        return _random.Below(100) switch
        {
            < 10 => plain with { Instructions = asked with { DisplayQty = new Quantity(Math.Max(1, record.Quantity / 5)) } },
            < 15 => ToTriggered(plain, asked, record.Kind),
            < 20 => plain with { Instructions = asked with { PostOnly = _random.Below(2) == 0 ? PostOnly.Reject : PostOnly.Slide } },
            < 25 => plain with { TimeInForce = TimeInForce.Gtd, Instructions = asked with { ExpireTime = ReplayClock.At(_commands.Count + 1 + (int)_random.Below(MaxLifetime)) } },
            _ => plain,
        };
    }

    /// <summary>
    /// The trigger price is the limit that the order had. A passive order changes its side: where a buy waited below the market, a sell now waits for a fall.
    /// </summary>
    private FeatureCommand ToTriggered(in FeatureCommand plain, OrderInstructions asked, CommandKind kind)
    {
        var side = kind == CommandKind.PassiveLimit ? plain.Side.Opposite() : plain.Side;
        var type = _random.Below(6) switch
        {
            < 2 => OrderType.Stop,
            < 4 => OrderType.StopLimit,
            4 => OrderType.TrailingStop,
            _ => OrderType.TrailingStopLimit,
        };
        var slack = type.IsMarketLike() ? ProtectionTicks : _random.Below(6);
        return plain with
        {
            Side = side,
            OrderType = type,
            Price = new Price(Math.Max(1, plain.Price.Ticks + (side.Sign() * slack))),
            Instructions = asked with { StopPx = plain.Price, TrailOffset = type.IsTrailing() ? new TrailOffset(20 + _random.Below(181), IsBasisPoints: false) : null },
        };
    }
}
