using Rtx.Benchmarks.Invocation;
using Rtx.Client;

namespace Rtx.Benchmarks.Orders;

/// <summary>Makes instruments and callers with funds, by the SDK.</summary>
internal sealed class SdkMarket(RunningSystem system, RtxClient client, Transport transport)
{
    private const decimal Price = 100m;
    private const decimal Funds = 1_000_000_000m;

    // Names of one run never meet those of another one on the same database.
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private int _callers;

    public async Task<string> MakeInstrumentAsync(CancellationToken cancellationToken) => (await SpotInstruments.MakeAsync(client, 'B', 0.01m, cancellationToken)).Symbol;

    /// <summary>A caller that buys and sells in turn.</summary>
    public async Task<OrderCaller> MakeCallerAsync(string symbol, bool buysFirst, CancellationToken cancellationToken)
    {
        var name = $"{_run}-{Interlocked.Increment(ref _callers)}";
        var owner = await client.Administration.GetUserAsync(system.UserName, cancellationToken);
        var account = await client.Administration.CreateAccountAsync(new CreateAccountRequest { OwnerId = owner.UserId, Name = name }, cancellationToken);
        foreach (var currency in new[] { "USD", "BNCH" }) await client.Administration.DepositAsync(account.AccountId, Funds, currency, $"{name}-{currency}", cancellationToken);
        return await OrderCaller.ConnectAsync(client, transport, account.AccountId, symbol, Price, buysFirst, cancellationToken);
    }
}
