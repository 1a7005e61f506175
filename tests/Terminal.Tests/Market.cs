using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Terminal.Tests;

/// <summary>A market of its own for one test: fresh instrument, a maker who quotes 99 to 101, and the trader who will use the terminal.</summary>
internal sealed class Market : IDisposable
{
    private Market(string symbol, string baseCurrency, Trader maker, Trader trader)
    {
        Symbol = symbol;
        BaseCurrency = baseCurrency;
        Maker = maker;
        Trader = trader;
    }

    public string Symbol { get; }

    public string BaseCurrency { get; }

    public Trader Maker { get; }

    public Trader Trader { get; }

    public static async Task<Market> Open(RtxSystem system, InstrumentKind kind, bool isQuoted = true)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var administrator = await system.AdministratorAsync();
        var unique = Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
        var baseCurrency = $"T{unique}";
        var symbol = $"{baseCurrency}USD";
        await administrator.Administration.CreateInstrumentAsync(new CreateInstrumentRequest
        {
            Symbol = symbol,
            Kind = kind,
            BaseCurrency = baseCurrency,
            QuoteCurrency = "USD",
            PriceIncrement = 0.01m,
            QuantityIncrement = 0.1m,
            MinQuantity = 0.1m,
            MaxQuantity = 100_000m,
            InitialMarginRate = kind == InstrumentKind.Margined ? 0.1m : 1m,
            MaintenanceMarginRate = kind == InstrumentKind.Margined ? 0.05m : 1m,
            TakerFeeRate = 0.001m,
            MakerFeeRate = 0.001m,
        }, cancellationToken);
        var maker = await NewTrader(system, administrator, $"maker-{unique}", [(1_000_000m, "USD"), (1_000m, baseCurrency)]);
        var trader = await NewTrader(system, administrator, $"trader-{unique}", [(10_000m, "USD")]);
        var market = new Market(symbol, baseCurrency, maker, trader);
        if (isQuoted) await market.Quote();
        return market;
    }

    public async Task Quote()
    {
        await Maker.Limit(Side.Buy, Symbol, 99m, 10m);
        await Maker.Limit(Side.Sell, Symbol, 101m, 10m);
    }

    public void Dispose()
    {
        Maker.Dispose();
        Trader.Dispose();
    }

    private static async Task<Trader> NewTrader(RtxSystem system, RtxClient administrator, string name, IEnumerable<(decimal Amount, string Currency)> funds)
    {
        const string Password = "correct horse battery";
        var cancellationToken = TestContext.Current.CancellationToken;
        var user = await administrator.Administration.CreateUserAsync(new CreateUserRequest { UserName = name, Password = Password, Role = UserRole.Trader }, cancellationToken);
        var account = await administrator.Administration.CreateAccountAsync(new CreateAccountRequest { OwnerId = user.UserId, Name = "Main" }, cancellationToken);
        foreach (var (amount, currency) in funds)
            await administrator.Administration.DepositAsync(account.AccountId, amount, currency, $"start-{currency}", cancellationToken);
        var client = await system.NewClientAsync();
        await client.LoginAsync(name, Password, cancellationToken);
        return new Trader(name, Password, account.AccountId, client);
    }
}
