using System.CommandLine;

namespace Rtx.Cli.Invocation;

/// <summary>Options that several commands share.</summary>
internal static class AccountOptions
{
    public static Option<long?> Account() => new("--account") { Description = "The account; the first own one unless given." };

    public static Argument<string> Symbol() => new("symbol") { Description = "The instrument, e.g. BTCUSD." };

    /// <summary>How many rows of a list to ask for at a time.</summary>
    public static int PageOf(int limit) => Math.Min(limit, 1_000);

    public static Argument<string> Order() => new("order") { Description = "Number of the order, or its client order id." };

    /// <summary>The order id of an order given by its order id or its client order id.</summary>
    public static async Task<long> FindOrderAsync(RtxClient client, long account, string name, CancellationToken cancellationToken) =>
        long.TryParse(name, out var orderId) ? orderId : (await client.Orders.GetAsync(account, name, cancellationToken)).OrderId;
}
