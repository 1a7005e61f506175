using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;
using Rtx.Client;

namespace Rtx.Benchmarks.Orders;

/// <summary>
/// Callers place limit orders at one price, each on an account of its own, buying and selling in turn: about every second order trades. An order counts when its
/// answer is there, and the answer means that it is committed. The limit is one row per commit, as many connections as callers, on the same server.
/// </summary>
internal sealed class OrdersBenchmark(RunningSystem system, Transport transport, TimeSpan duration)
{
    private const decimal Price = 100m;
    private const decimal Funds = 1_000_000_000m;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    // Names of one run never meet those of another one on the same database.
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];

    public async Task<Result> MeasureAsync(int callers, CancellationToken cancellationToken)
    {
        using var client = await system.ConnectAsync(cancellationToken);
        var symbol = await MakeInstrumentAsync(client, callers, cancellationToken);
        var traders = new List<OrderCaller>(callers);
        try
        {
            for (var i = 0; i < callers; i++) traders.Add(await MakeCallerAsync(client, symbol, i, cancellationToken));
            var limit = await BareCommits.MeasureAsync(system.Trading, callers, WarmUp, duration, cancellationToken);
            var orders = await ClosedLoop.RunAsync($"durable orders ({transport})", [.. traders.Select(trader => (Func<CancellationToken, Task>)trader.PlaceAsync)], WarmUp, duration, cancellationToken);
            return new Result("orders", callers == 1 ? "1 caller" : $"{callers} callers", orders, limit);
        }
        finally
        {
            foreach (var trader in traders) await trader.DisposeAsync();
        }
    }

    private async Task<string> MakeInstrumentAsync(RtxClient client, int callers, CancellationToken cancellationToken)
    {
        var request = new CreateInstrumentRequest
        {
            Symbol = $"B{_run.ToUpperInvariant()}{callers}",
            Kind = InstrumentKind.Spot,
            BaseCurrency = "BNCH",
            QuoteCurrency = "USD",
            PriceIncrement = 0.01m,
            QuantityIncrement = 1m,
            MinQuantity = 1m,
            MaxQuantity = 1_000m,
        };
        return (await client.Administration.CreateInstrumentAsync(request, cancellationToken)).Symbol;
    }

    private async Task<OrderCaller> MakeCallerAsync(RtxClient client, string symbol, int number, CancellationToken cancellationToken)
    {
        var owner = await client.Administration.GetUserAsync(system.UserName, cancellationToken);
        var account = await client.Administration.CreateAccountAsync(new CreateAccountRequest { OwnerId = owner.UserId, Name = $"{symbol}-{number}" }, cancellationToken);
        foreach (var currency in new[] { "USD", "BNCH" })
            await client.Administration.DepositAsync(account.AccountId, Funds, currency, $"{symbol}-{currency}", cancellationToken);
        return await OrderCaller.ConnectAsync(client, transport, account.AccountId, symbol, Price, buysFirst: number % 2 == 0, cancellationToken);
    }
}
