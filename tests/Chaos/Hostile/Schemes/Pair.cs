using Rtx.Client;

namespace Rtx.Chaos.Hostile.Schemes;

/// <summary>
/// Two friends, a third one where they need him, and their instruments: books that nobody else trades in, with a mark made by honest
/// traders, and a feed.
/// </summary>
internal sealed class Pair(
    SchemeKind kind, Friend one, Friend other, Friend third, IReadOnlyList<Friend> founders, RtxClient administrator, string symbol,
    AttackTally tally)
{
    /// <summary>Currency of the friends' instruments; no honest trader has any.</summary>
    public const string Money = "GBP";

    /// <summary>A second currency.</summary>
    public const string OtherMoney = "CHF";

    /// <summary>The provider number of the feed.</summary>
    public const short Feed = 7;

    /// <summary>Price at which honest traders have traded.</summary>
    public const decimal FirstPrice = 2_000m;

    private const decimal Increment = 0.1m;
    // Both hold while the friends play: a feed price is valid at most this long, and the accounts of a silo may use a slightly older mark.
    private const int FeedAgeMilliseconds = 60_000;
    private static readonly TimeSpan MarkDelay = TimeSpan.FromMilliseconds(1_300);
    private static readonly TimeSpan MarkPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<Instrument> _instruments = [];
    private readonly List<Instrument> _founded = [];
    private long _ticks;

    public SchemeKind Kind => kind;

    public AttackTally Tally => tally;

    /// <summary>Has the money that can be lost.</summary>
    public Friend One => one;

    /// <summary>The counterparty of everything the first one does.</summary>
    public Friend Other => other;

    /// <summary>Has nothing unless he is paid.</summary>
    public Friend Third => third;

    /// <summary>All three.</summary>
    public IReadOnlyList<Friend> All { get; } = [one, other, third];

    /// <summary>Instruments created for them.</summary>
    public IReadOnlyList<Instrument> Instruments => _instruments;

    /// <summary>Pays in for both.</summary>
    public async Task PayInAsync(decimal amount, string currency = Money)
    {
        await one.PayInAsync(amount, currency);
        await other.PayInAsync(amount, currency);
    }

    /// <summary>Creates a margined instrument of which a unit is worth its price.</summary>
    /// <param name="marginRate">Its initial margin.</param>
    /// <param name="feeRate">The fee of both sides.</param>
    public async Task<Instrument> MakeAsync(decimal marginRate = 0.05m, decimal feeRate = 0m)
    {
        var instrument = await administrator.Administration.CreateInstrumentAsync(Contract(marginRate, feeRate));
        _instruments.Add(instrument);
        return instrument;
    }

    /// <summary>Creates an instrument whose mark comes from a trade of two honest traders.</summary>
    public async Task<Instrument> MakeWithMarkAsync(decimal marginRate = 0.05m, decimal feeRate = 0m)
    {
        var instrument = await MakeAsync(marginRate, feeRate);
        _founded.Add(instrument);
        await TradeHonestlyAsync(instrument);
        await UntilMarkIsAsync(instrument, FirstPrice);
        await WaitForMarksAsync();
        return instrument;
    }

    /// <summary>Creates an instrument whose mark comes from a feed.</summary>
    /// <param name="ageMilliseconds">How long a feed price is valid.</param>
    public async Task<Instrument> MakeWithFeedAsync(int ageMilliseconds = FeedAgeMilliseconds)
    {
        var instrument = await MakeBeforeFeedAsync(ageMilliseconds);
        await QuoteAsync(instrument, FirstPrice);
        return instrument;
    }

    /// <summary>Creates an instrument whose mark will come from a feed that has sent no price yet.</summary>
    /// <param name="ageMilliseconds">How long a feed price is valid.</param>
    public async Task<Instrument> MakeBeforeFeedAsync(int ageMilliseconds = FeedAgeMilliseconds)
    {
        var instrument = await MakeAsync();
        await administrator.Administration.SetMarkRulesAsync(
            instrument.Symbol, new MarkRules { ProviderIds = [Feed], MaxAgeMilliseconds = ageMilliseconds, Confirmations = 1 });
        return instrument;
    }

    /// <summary>Sends a feed price until it is the mark, and waits until accounts see it.</summary>
    public async Task QuoteAsync(Instrument instrument, decimal price)
    {
        await QuoteAndGoAsync(instrument, price);
        await WaitForMarksAsync();
    }

    /// <summary>Sends a feed price until it is the mark; accounts may use the previous one for a moment.</summary>
    public Task QuoteAndGoAsync(Instrument instrument, decimal price) =>
        UntilMarkIsAsync(instrument, price, () => administrator.Ticks.SendAsync(
    [
        new Tick
        {
            Symbol = instrument.Symbol, ProviderId = Feed, Kind = TickKind.Quote, Sequence = ++_ticks,
            Time = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()),
            Bid = price - Increment, Ask = price + Increment,
        },
    ]));

    /// <summary>Waits until every account sees the current mark.</summary>
    public static Task WaitForMarksAsync() => Task.Delay(MarkDelay);

    /// <summary>Terms of one of their instruments.</summary>
    public CreateInstrumentRequest Contract(decimal marginRate, decimal feeRate) => new()
    {
        Symbol = $"{symbol}{_instruments.Count}", Kind = InstrumentKind.Margined, BaseCurrency = "THIN", QuoteCurrency = Money,
        PriceIncrement = Increment, QuantityIncrement = Increment,
        MinQuantity = Increment, MaxQuantity = 1_000_000m, InitialMarginRate = marginRate, MaintenanceMarginRate = marginRate / 2,
        MakerFeeRate = feeRate, TakerFeeRate = feeRate,
    };

    /// <summary>Tries to create an instrument that should be refused; null when it is.</summary>
    public async Task<Instrument?> TryMakeAsync(CreateInstrumentRequest contract)
    {
        var instrument = await tally.SendAsync(() => administrator.Administration.CreateInstrumentAsync(contract));
        if (instrument is not null) _instruments.Add(instrument);
        return instrument;
    }

    /// <summary>
    /// Plays the scheme; then both cancel their open orders and withdraw what they can. Honest traders trade at the old price again before
    /// the mark has moved far.
    /// </summary>
    public async Task PlayAsync()
    {
        await kind.PlayAsync(this);
        await WaitForMarksAsync();
        await Task.WhenAll(All.Select(friend => friend.CancelAllAsync()));
        foreach (var instrument in _founded) await TradeHonestlyAsync(instrument);
        if (_founded.Count > 0) await WaitForMarksAsync();
        await Task.WhenAll(All.Select(friend => friend.TakeOutAllAsync()));
    }

    private async Task TradeHonestlyAsync(Instrument instrument)
    {
        await founders[0].SellAsync(instrument, Increment, FirstPrice);
        await founders[1].BuyAsync(instrument, Increment, FirstPrice);
    }

    /// <summary>Waits until the mark has reached a price that two of them traded at, or time is up: it may not get there.</summary>
    public Task UntilMarkFollowsAsync(Instrument instrument, decimal price) => UntilMarkIsAsync(instrument, price);

    private async Task UntilMarkIsAsync(Instrument instrument, decimal price, Func<Task>? tell = null)
    {
        var deadline = DateTimeOffset.UtcNow + Patience;
        while (DateTimeOffset.UtcNow < deadline)
        {
            // A price far from the previous one is accepted when it is repeated.
            if (tell is not null) await tell();
            var status = await administrator.Instruments.GetStatusAsync(instrument.Symbol);
            if (status is { MarkPrice: { } mark, IsMarkStale: false } && mark == price) return;
            await Task.Delay(MarkPoll);
        }
    }
}
