using Rtx.Benchmarks.Invocation;
using Rtx.Contracts;
using Rtx.Model;

namespace Rtx.Benchmarks.Orders;

/// <summary>Makes instruments, accounts with funds, and the traders that use them, by the grains.</summary>
internal sealed class GrainMarket(InProcessSilo silo)
{
    private static readonly Currency Usd = new("USD");
    private static readonly Currency Base = new("BNCH");

    private int _lastInstrument;
    private int _lastTrader;

    /// <summary>Traders with two accounts each, spread over new instruments.</summary>
    public async Task<IReadOnlyList<GrainTrader>> MakeTradersAsync(int count, int instruments, CancellationToken cancellationToken)
    {
        var instrumentsGrain = silo.Grains.GetGrain<IInstrumentsGrain>(0);
        var owner = await silo.Grains.GetGrain<IUsersGrain>(0).CreateUser($"bench-{Guid.NewGuid():N}", "no hash", UserRole.Trader, cancellationToken) ?? throw new InvalidOperationException("The user exists.");
        var books = new List<Instrument>(instruments);
        for (var i = 0; i < instruments; i++) books.Add(await instrumentsGrain.CreateInstrument(Spot(++_lastInstrument), cancellationToken) ?? throw new InvalidOperationException("The instrument exists."));
        var traders = new List<GrainTrader>(count);
        for (var i = 0; i < count; i++)
            traders.Add(new GrainTrader($"t{++_lastTrader}", books[i % instruments], await MakeAccountAsync(owner.Id, cancellationToken), await MakeAccountAsync(owner.Id, cancellationToken)));
        return traders;
    }

    private async Task<IAccountGrain> MakeAccountAsync(UserId owner, CancellationToken cancellationToken)
    {
        var account = await silo.Grains.GetGrain<IAccountsGrain>(0).CreateAccount(owner, "bench", cancellationToken) ?? throw new InvalidOperationException("The user is gone.");
        var grain = silo.Grains.GetGrain<IAccountGrain>(account.Id.Value);
        await Task.WhenAll(new[] { Usd, Base }.Select(currency => grain.MoveFunds(new Money(1_000_000_000m, currency), $"deposit-{currency}", cancellationToken)));
        return grain;
    }

    private static Instrument Spot(int id) => new()
    {
        Id = new InstrumentId(id),
        Symbol = $"BENCH{id}",
        Kind = InstrumentKind.Spot,
        BaseCurrency = Base,
        QuoteCurrency = Usd,
        PriceIncrement = 0.01m,
        QuantityIncrement = 1m,
        MinQuantity = new Quantity(1),
        MaxQuantity = new Quantity(1_000),
    };
}
