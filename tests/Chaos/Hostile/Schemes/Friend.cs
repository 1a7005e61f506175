using Rtx.Chaos.Bots;
using Rtx.Client;

namespace Rtx.Chaos.Hostile.Schemes;

/// <summary>One of two friends: trades, and withdraws what he can.</summary>
internal sealed class Friend(long account, IReadOnlyList<RtxClient> clients, Treasury treasury, AttackTally tally)
{
    private const int Attempts = 40;
    private const decimal LeastWithdrawal = 1m;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private int _names;
    private int _movements;

    public long Account => account;

    public Task PayInAsync(decimal amount, string currency) => treasury.MoveAsync(account, amount, currency, $"in-{++_movements}");

    /// <summary>Buys, or leaves a bid; without a price at the market.</summary>
    public Task<Order?> BuyAsync(Instrument instrument, decimal quantity, decimal? price = null) =>
        PlaceAsync(NewOrder(instrument, Side.Buy, quantity, price));

    /// <summary>Sells, or leaves an offer; without a price at the market.</summary>
    public Task<Order?> SellAsync(Instrument instrument, decimal quantity, decimal? price = null) =>
        PlaceAsync(NewOrder(instrument, Side.Sell, quantity, price));

    /// <summary>An order as he would send it.</summary>
    public PlaceOrderRequest NewOrder(Instrument instrument, Side side, decimal quantity, decimal? price = null) => new()
    {
        ClientOrderId = $"{tally.Name}-{++_names}", Symbol = instrument.Symbol, Side = side,
        OrderType = price is null ? OrderType.Market : OrderType.Limit, OrderQty = quantity, Price = price,
    };

    public async Task<Order?> PlaceAsync(PlaceOrderRequest order) =>
        (await UntilDecidedAsync(client => client.Orders.PlaceAsync(account, order)))?.Order;

    public async Task<Order?> AmendAsync(Order? order, AmendOrderRequest amend) =>
        order is null ? null : (await UntilDecidedAsync(client => client.Orders.AmendAsync(account, order.OrderId, amend)))?.Order;

    public async Task<Order?> CancelAsync(Order order) =>
        (await UntilDecidedAsync(client => client.Orders.CancelAsync(account, order.OrderId)))?.Order;

    public Task CancelAllAsync() => UntilDecidedAsync(client => client.Orders.CancelAllAsync(account));

    public Task<AccountSummary?> LookAsync() => UntilDecidedAsync(client => client.Accounts.GetSummaryAsync(account));

    public Task<InstrumentStatus?> LookAtAsync(Instrument instrument) =>
        UntilDecidedAsync(client => client.Instruments.GetStatusAsync(instrument.Symbol));

    /// <summary>Tries to withdraw money.</summary>
    /// <returns>Whether he got it.</returns>
    public async Task<bool> TakeOutAsync(decimal amount, string currency)
    {
        var refusal = await treasury.MoveAsync(account, -amount, currency, $"out-{++_movements}");
        tally.NoteRequest(refusal is null ? 200 : 422, refusal ?? "withdrawn");
        return refusal is null;
    }

    /// <summary>Withdraws as much as possible of every currency: all of it, if that is refused half, and so on.</summary>
    public async Task TakeOutAllAsync()
    {
        if (await LookAsync() is not { } summary) return;
        foreach (var balance in summary.Balances)
        {
            if (balance.Available > 0) await TakeOutAsync(decimal.Round(balance.Available, 8), balance.Currency);
            for (var amount = decimal.Round(balance.Total, 8); amount >= LeastWithdrawal; amount = decimal.Round(amount / 2, 8))
                await TakeOutAsync(amount, balance.Currency);
        }
    }

    // Faults come and go meanwhile; an order has its client order id, an amendment states its result, and a cancel may be repeated.
    private async Task<T?> UntilDecidedAsync<T>(Func<RtxClient, Task<T>> send)
        where T : class
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var isDecided = true;
            var answer = await tally.SendAsync(async () =>
            {
                isDecided = false;
                try
                {
                    var reply = await send(clients[attempt % clients.Count]);
                    isDecided = true;
                    return reply;
                }
                catch (RtxException e)
                {
                    isDecided = e.Code is not (
                        RtxErrorCodes.Busy or RtxErrorCodes.RateLimited or RtxErrorCodes.Unavailable or RtxErrorCodes.StaleAccount
                            or RtxErrorCodes.OutcomeUnknown);
                    throw;
                }
            });
            if (isDecided) return answer;
            await Task.Delay(RetryDelay);
        }

        return null;
    }
}
