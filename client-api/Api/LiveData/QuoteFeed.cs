using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.LiveData;

/// <summary>Quotes of an instrument: the newest wins, and a new member gets it immediately.</summary>
internal sealed class QuoteFeed(Instrument instrument, string channel, Func<byte[], Tick> deserialize, ILogger logger)
    : LiveFeed<Tick>(new Client.Resync { Kind = Client.LiveKind.Quotes, Symbol = instrument.Symbol }, channel, deserialize, logger)
{
    private Tick _newestTick;
    private EncodedQuote? _newest;

    /// <summary>Whether there is a quote for new members.</summary>
    public bool HasQuote => Volatile.Read(ref _newest) is not null;

    /// <summary>
    /// Shows a quote that did not come through the channel: the newest one before the feed began, or one of this process, which also
    /// arrives there a little later.
    /// </summary>
    public void Show(Tick quote)
    {
        if (Take(quote)) TellMembers();
    }

    protected override ValueTask<bool> Add(Tick message) => ValueTask.FromResult(Take(message));

    protected override void Welcome(LiveMembership member)
    {
        if (_newest is null) return;
        member.Next = Head - 1;
        member.Connection.Offer(member, isUrgent: false);
    }

    protected override void CollectFrom(long first, LiveOutbox outbox)
    {
        LiveMetrics.Conflated.Add(Head - first - 1);
        outbox.Quotes.Add(_newest!);
    }

    // Quotes pass through several gateways and may overtake each other.
    private bool Take(Tick quote)
    {
        lock (Sync)
        {
            if (_newest is not null && (quote.Time < _newestTick.Time || quote == _newestTick)) return false;
            (_newest, _newestTick) = (new EncodedQuote(MarketDataWire.ToQuote(instrument, quote)), quote);
            Head++;
            return true;
        }
    }
}
