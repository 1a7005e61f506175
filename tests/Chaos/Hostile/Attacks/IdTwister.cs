using Rtx.Client;

namespace Rtx.Chaos.Hostile.Attacks;

/// <summary>
/// Uses client order ids in every way that might address a different order. An order of his own must survive all of that.
/// </summary>
internal static class IdTwister
{
    private static readonly string[] Names =
    [
        "..", ".", "", "x/1", "x%2F1", "x%252F1", "%2e%2e", "..%2f..", "*", "all", "?all=true", "#", "x\\1", " ", "x 1", "x\t1", "\u200bx",
        "\u202ex", "x'--", "\u00b5", "\u017f", "\u212a", "null", "0",
    ];

    public static async Task RunAsync(Attacker attacker, CancellationToken stop)
    {
        for (var round = 1; !stop.IsCancellationRequested; round++)
        {
            var kept = await attacker.Tally.SendAsync(
                () =>
                    attacker.Client(round).Orders.PlaceAsync(
                        attacker.Account, Order(attacker, $"{attacker.Name}-kept-{round}"), CancellationToken.None));
            if (kept is null) continue;
            foreach (var name in Names) await TwistAsync(attacker, name, round);
            await RepeatAsync(attacker, kept.Order, round);
            var left = await attacker.Tally.SendAsync(
                () => attacker.Client(round).Orders.GetAsync(attacker.Account, kept.Order.ClientOrderId, CancellationToken.None));
            if (left is { LeavesQty: 0 }) attacker.Tally.Find($"order {left.ClientOrderId} was cancelled by the name of another one");
            await attacker.Tally.SendAsync(
                () => attacker.Client(round).Orders.CancelAsync(attacker.Account, kept.Order.OrderId, CancellationToken.None));
        }
    }

    private static async Task TwistAsync(Attacker attacker, string name, int round)
    {
        var raw = attacker.Raw[round % attacker.Raw.Count];
        var orders = $"/api/v1/accounts/{attacker.Account}/orders";
        foreach (
            var path in new[]
            {
                $"{orders}/by-client-order-id/{name}", $"{orders}/by-client-order-id/{Uri.EscapeDataString(name)}",
                $"{orders}/{Uri.EscapeDataString(name)}"
            })
        {
            // A fragment, a space or a non-ASCII letter is not a valid path.
            if (!path.All(letter => letter is > ' ' and < '\u007f' and not '#')) continue;
            await attacker.SendNonsenseAsync(raw, "DELETE", path);
        }

        if (!name.Any(char.IsAsciiLetterOrDigit)
            || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || "-._~!$()*+,=:@".Contains(letter, StringComparison.Ordinal)))
        {
            if (
                await attacker.Tally.SendAsync(
                    () =>
                        attacker.Client(round).Orders.PlaceAsync(
                            attacker.Account, Order(attacker, name), CancellationToken.None)) is not null)
                attacker.Tally.Find($"an order may be called '{name}'");
        }
    }

    // Repeating a request returns the same order; a different request with its id is refused.
    private static async Task RepeatAsync(Attacker attacker, Order kept, int round)
    {
        var again = await Task.WhenAll(attacker.Clients.Select(client =>
            attacker.Tally.SendAsync(
                () => client.Orders.PlaceAsync(attacker.Account, Order(attacker, kept.ClientOrderId), CancellationToken.None))));
        if (again.Any(reply => reply is not null && reply.Order.OrderId != kept.OrderId))
            attacker.Tally.Find($"order {kept.ClientOrderId} was placed twice");
        var other = Order(attacker, kept.ClientOrderId) with { OrderQty = attacker.Spot.MinQuantity * 2 };
        if (
            await attacker.Tally.SendAsync(
                () => attacker.Client(round).Orders.PlaceAsync(attacker.Account, other, CancellationToken.None)) is not null)
            attacker.Tally.Find($"order {kept.ClientOrderId} was taken again with other content");
    }

    private static PlaceOrderRequest Order(Attacker attacker, string name) => new()
    {
        ClientOrderId = name, Symbol = attacker.Spot.Symbol, Side = Side.Buy, OrderType = OrderType.Limit,
        OrderQty = attacker.Spot.MinQuantity, Price = attacker.Spot.PriceIncrement,
    };
}
