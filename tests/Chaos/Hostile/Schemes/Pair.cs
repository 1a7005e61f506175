using Rtx.Client;

namespace Rtx.Chaos.Hostile.Schemes;

/// <summary>Two friends, a third one where they need him, and what is there for them: books that nobody else trades in, with a mark that honest people made, and a feed.</summary>
internal sealed class Pair(SchemeKind kind, Friend one, Friend other, Friend third, IReadOnlyList<Friend> founders, RtxClient administrator, string symbol, AttackTally tally)
{
    /// <summary>Of the instruments that the friends trade; no honest trader has any.</summary>
    public const string Money = "GBP";

    /// <summary>Another one.</summary>
    public const string OtherMoney = "CHF";

    /// <summary>A provider of prices.</summary>
    public const short Feed = 7;

    /// <summary>What a unit costs when honest people have traded it.</summary>
    public const decimal FirstPrice = 2_000m;

    private const decimal Increment = 0.1m;
    // Both of these hold while the friends play: a price of the feed counts at most so long, and the accounts of a silo may go by a mark of a moment ago.
    private const int FeedAgeMilliseconds = 60_000;
    private static readonly TimeSpan MarkDelay = TimeSpan.FromMilliseconds(1_300);
    private static readonly TimeSpan MarkPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<Instrument> _instruments = [];
    private readonly List<Instrument> _founded = [];
    private long _ticks;

    public SchemeKind Kind => kind;

    public AttackTally Tally => tally;

    /// <summary>Has what there is to lose.</summary>
    public Friend One => one;

    /// <summary>Is on the other side of all that the first one does.</summary>
    public Friend Other => other;

    /// <summary>Has nothing unless he is paid for.</summary>
    public Friend Third => third;

    /// <summary>All of them.</summary>
    public IReadOnlyList<Friend> All { get; } = [one, other, third];

    /// <summary>What was made for them.</summary>
    public IReadOnlyList<Instrument> Instruments => _instruments;

    /// <summary>Pays in for both.</summary>
    public async Task PayInAsync(decimal amount, string currency = Money)
    {
        await one.PayInAsync(amount, currency);
        await other.PayInAsync(amount, currency);
    }

    /// <summary>Makes a margined instrument of which a unit is worth its price.</summary>
    /// <param name="marginRate">Its initial margin.</param>
    /// <param name="feeRate">The fee of both sides.</param>
    public async Task<Instrument> MakeAsync(decimal marginRate = 0.05m, decimal feeRate = 0m)
    {
        var instrument = await administrator.Administration.CreateInstrumentAsync(Contract(marginRate, feeRate));
        _instruments.Add(instrument);
        return instrument;
    }

    /// <summary>Makes one whose mark is where two honest people have traded.</summary>
    public async Task<Instrument> MakeWithMarkAsync(decimal marginRate = 0.05m, decimal feeRate = 0m)
    {
        var instrument = await MakeAsync(marginRate, feeRate);
        _founded.Add(instrument);
        await TradeHonestlyAsync(instrument);
        await UntilMarkIsAsync(instrument, FirstPrice);
        await WaitForMarksAsync();
        return instrument;
    }

    /// <summary>Makes one whose mark a feed tells.</summary>
    /// <param name="ageMilliseconds">How long the feed's price counts.</param>
    public async Task<Instrument> MakeWithFeedAsync(int ageMilliseconds = FeedAgeMilliseconds)
    {
        var instrument = await MakeBeforeFeedAsync(ageMilliseconds);
        await QuoteAsync(instrument, FirstPrice);
        return instrument;
    }

    /// <summary>Makes one whose mark a feed will tell, that has not spoken yet.</summary>
    /// <param name="ageMilliseconds">How long the feed's price counts.</param>
    public async Task<Instrument> MakeBeforeFeedAsync(int ageMilliseconds = FeedAgeMilliseconds)
    {
        var instrument = await MakeAsync();
        await administrator.Administration.SetMarkRulesAsync(instrument.Symbol, new MarkRules { ProviderIds = [Feed], MaxAgeMilliseconds = ageMilliseconds, Confirmations = 1 });
        return instrument;
    }

    /// <summary>Lets the feed tell a price until it is the mark, and waits until accounts see it.</summary>
    public async Task QuoteAsync(Instrument instrument, decimal price)
    {
        await QuoteAndGoAsync(instrument, price);
        await WaitForMarksAsync();
    }

    /// <summary>Lets the feed tell a price until it is the mark; accounts may go by the one before for a moment.</summary>
    public Task QuoteAndGoAsync(Instrument instrument, decimal price) => UntilMarkIsAsync(instrument, price, () => administrator.Ticks.SendAsync(
    [
        new Tick
        {
            Symbol = instrument.Symbol, ProviderId = Feed, Kind = TickKind.Quote, Sequence = ++_ticks, Time = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()),
            Bid = price - Increment, Ask = price + Increment,
        },
    ]));

    /// <summary>Waits until every account sees the mark as it is.</summary>
    public static Task WaitForMarksAsync() => Task.Delay(MarkDelay);

    /// <summary>The contract of an instrument of theirs.</summary>
    public CreateInstrumentRequest Contract(decimal marginRate, decimal feeRate) => new()
    {
        Symbol = $"{symbol}{_instruments.Count}", Kind = InstrumentKind.Margined, BaseCurrency = "THIN", QuoteCurrency = Money, PriceIncrement = Increment, QuantityIncrement = Increment,
        MinQuantity = Increment, MaxQuantity = 1_000_000m, InitialMarginRate = marginRate, MaintenanceMarginRate = marginRate / 2, MakerFeeRate = feeRate, TakerFeeRate = feeRate,
    };

    /// <summary>Makes an instrument that should not be; null when it is refused.</summary>
    public async Task<Instrument?> TryMakeAsync(CreateInstrumentRequest contract)
    {
        var instrument = await tally.SendAsync(() => administrator.Administration.CreateInstrumentAsync(contract));
        if (instrument is not null) _instruments.Add(instrument);
        return instrument;
    }

    /// <summary>Plays the scheme; then both cancel what is open and take out what they get. Honest people trade at the old price again before the mark has followed them far.</summary>
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

    /// <summary>Waits until the mark is where two of them have traded, or time is over: it may not get there.</summary>
    public Task UntilMarkFollowsAsync(Instrument instrument, decimal price) => UntilMarkIsAsync(instrument, price);

    private async Task UntilMarkIsAsync(Instrument instrument, decimal price, Func<Task>? tell = null)
    {
        var deadline = DateTimeOffset.UtcNow + Patience;
        while (DateTimeOffset.UtcNow < deadline)
        {
            // A price that is far from the one before is believed when it comes again.
            if (tell is not null) await tell();
            var status = await administrator.Instruments.GetStatusAsync(instrument.Symbol);
            if (status is { MarkPrice: { } mark, IsMarkStale: false } && mark == price) return;
            await Task.Delay(MarkPoll);
        }
    }
}
