using Rtx.Actors.Instruments;
using Rtx.Domain.Accounts;
using Rtx.Domain.Marks;

namespace Rtx.Actors.Accounts;

/// <summary>The instruments that an account knows, and the mark prices of its margined ones.</summary>
internal sealed class AccountInstruments(TradingAccount account, IGrainFactory grains, MarkPrices marks)
{
    private const int MaxTries = 3;

    private readonly Dictionary<InstrumentId, Instrument> _known = [];

    public Func<InstrumentId, Mark> Marks { get; } = marks.Get;

    public void Register(Instrument instrument)
    {
        if (_known.TryAdd(instrument.Id, instrument)) account.RegisterInstrument(instrument);
    }

    /// <summary>The contract, which the account then knows; null when there is no such instrument.</summary>
    public async Task<Instrument?> FindAsync(InstrumentId id, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out var known)) return known;
        if (id.Value is < 1 or > InstrumentId.Max || await grains.GetGrain<IInstrumentGrain>(id.Value).GetInstrument(cancellationToken) is not { } found) return null;
        Register(found);
        return found;
    }

    /// <summary>Refreshes the marks that are too old. Spot orders are judged by balances, but open loss counts against them as well.</summary>
    public Task RefreshMarksAsync(CancellationToken cancellationToken) => marks.RefreshAsync(Margined, cancellationToken);

    /// <summary>Asks for all marks: before money leaves, because one that has moved a moment ago tells what is left.</summary>
    public Task RenewMarksAsync(CancellationToken cancellationToken) => marks.RenewAsync(Margined, cancellationToken);

    /// <summary>Decides by marks that are new enough, and again by newer ones when the book answers that the mark has moved.</summary>
    /// <param name="decide">Decides and asks the book; what it holds is released when the mark has moved.</param>
    /// <param name="hasMarkMoved">Whether that is what the book answered.</param>
    /// <param name="cancellationToken">Ends the asking for marks.</param>
    public async Task<T> DecideByMarksAsync<T>(Func<Task<T>> decide, Func<T, bool> hasMarkMoved, CancellationToken cancellationToken)
    {
        await RefreshMarksAsync(cancellationToken);
        for (var tries = 1; ; tries++)
        {
            var reply = await decide();
            if (tries == MaxTries || !hasMarkMoved(reply)) return reply;
            await RenewMarksAsync(cancellationToken);
        }
    }

    private IEnumerable<InstrumentId> Margined => _known.Values.Where(i => i.Kind == InstrumentKind.Margined).Select(i => i.Id);
}
