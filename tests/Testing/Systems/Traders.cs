using Rtx.Client;

namespace Rtx.Testing.Systems;

/// <summary>Creates separate users, accounts and instruments for each test, so that tests can share the system.</summary>
public static class Traders
{
    public const string Password = "correct horse battery";

    /// <summary>A logged-in trader with one account that has the money.</summary>
    public static Task<(RtxClient Client, long AccountId)> NewTraderAsync(
        this RtxSystem system, CancellationToken cancellationToken, params (decimal Amount, string Currency)[] money) =>
        system.NewTraderAsync($"trader-{Guid.NewGuid():N}", cancellationToken, money);

    /// <summary>The same, with a user name.</summary>
    public static async Task<(RtxClient Client, long AccountId)> NewTraderAsync(
        this RtxSystem system, string name, CancellationToken cancellationToken, params (decimal Amount, string Currency)[] money)
    {
        var administrator = await system.AdministratorAsync();
        var user = await administrator.Administration.CreateUserAsync(
            new CreateUserRequest { UserName = name, Password = Password, Role = UserRole.Trader }, cancellationToken);
        var account = await administrator.Administration.CreateAccountAsync(
            new CreateAccountRequest { OwnerId = user.UserId, Name = "test" }, cancellationToken);
        foreach (var (amount, currency) in money)
            await administrator.Administration.DepositAsync(
                account.AccountId, amount, currency, $"d-{Guid.NewGuid():N}", cancellationToken);
        var client = await system.NewClientAsync();
        await client.LoginAsync(name, Password, cancellationToken);
        return (client, account.AccountId);
    }

    /// <summary>A new margined instrument quoted in USD, prices on cents, whole contracts.</summary>
    public static async Task<Instrument> NewInstrumentAsync(this RtxSystem system, CancellationToken cancellationToken)
    {
        var administrator = await system.AdministratorAsync();
        return await administrator.Administration.CreateInstrumentAsync(NewContract(), cancellationToken);
    }

    /// <summary>What <see cref="NewInstrumentAsync"/> makes, under a new symbol.</summary>
    public static CreateInstrumentRequest NewContract() => new()
    {
        Symbol = $"T{Guid.NewGuid():N}"[..16].ToUpperInvariant(),
        Kind = InstrumentKind.Margined,
        BaseCurrency = "XAU",
        QuoteCurrency = "USD",
        PriceIncrement = 0.01m,
        QuantityIncrement = 1m,
        MinQuantity = 1m,
        MaxQuantity = 1_000m,
        InitialMarginRate = 0.1m,
        MaintenanceMarginRate = 0.05m,
    };

    public static PlaceOrderRequest Limit(
        Instrument instrument, Side side, decimal price, decimal quantity, string? clientOrderId = null) => new()
    {
        ClientOrderId = clientOrderId ?? Guid.NewGuid().ToString("N"),
        Symbol = instrument.Symbol,
        Side = side,
        OrderType = OrderType.Limit,
        OrderQty = quantity,
        Price = price,
    };
}
