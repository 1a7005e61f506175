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
        var maker = await NewTrader(system, $"maker-{unique}", (1_000_000m, "USD"), (1_000m, baseCurrency));
        var trader = await NewTrader(system, $"trader-{unique}", (10_000m, "USD"));
        var market = new Market(symbol, baseCurrency, maker, trader);
        if (isQuoted) await market.Quote();
        return market;
    }

    /// <summary>A margined market with a long name and prices of five digits and five decimals, and a trader with much money.</summary>
    public static async Task<Market> OpenWithLongValues(RtxSystem system)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var administrator = await system.AdministratorAsync();
        var unique = Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
        var symbol = $"PERPETUAL-{unique}/USD-1";
        await administrator.Administration.CreateInstrumentAsync(Traders.NewContract() with
        {
            Symbol = symbol,
            BaseCurrency = $"T{unique}",
            QuoteCurrency = "USD",
            PriceIncrement = 0.00001m,
            QuantityIncrement = 0.001m,
            MinQuantity = 0.001m,
            MaxQuantity = 100_000m,
            InitialMarginRate = 0.1m,
            MaintenanceMarginRate = 0.05m,
        }, cancellationToken);
        var maker = await NewTrader(system, $"maker-{unique}", (1_000_000_000m, "USD"));
        var trader = await NewTrader(system, $"a-trader-with-a-long-name-{unique}", (123_456_789.12m, "USD"), (98_765.43m, "EUR"));
        return new Market(symbol, $"T{unique}", maker, trader);
    }

    /// <summary>One trade, a position, an order in the book and one that waits for its trigger; the market is one of <see cref="OpenWithLongValues"/>.</summary>
    public async Task FillTheDesk()
    {
        await Maker.Limit(Side.Buy, Symbol, 61_234.567m, 1_234.567m);
        await Maker.Limit(Side.Sell, Symbol, 61_235.67891m, 1_234.567m);
        await Trader.Limit(Side.Buy, Symbol, 61_235.67891m, 1.234m);
        await Trader.Limit(Side.Buy, Symbol, 60_111.11111m, 12.345m);
        await Trader.Client.Orders.PlaceAsync(Trader.AccountId, new PlaceOrderRequest
        {
            ClientOrderId = "stop",
            Symbol = Symbol,
            Side = Side.Sell,
            OrderType = OrderType.StopLimit,
            TimeInForce = TimeInForce.Gtc,
            OrderQty = 1.234m,
            StopPx = 60_222.22222m,
            Price = 60_111.11111m,
        }, TestContext.Current.CancellationToken);
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

    private static async Task<Trader> NewTrader(RtxSystem system, string name, params (decimal Amount, string Currency)[] funds)
    {
        var (client, account) = await system.NewTraderAsync(name, TestContext.Current.CancellationToken, funds);
        return new Trader(name, Traders.Password, account, client);
    }
}
