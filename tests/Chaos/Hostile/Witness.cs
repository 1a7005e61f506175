using Rtx.Chaos.Checking;
using Rtx.Chaos.Hostile.Schemes;
using Rtx.Chaos.Servers;
using Rtx.Client;

namespace Rtx.Chaos.Hostile;

/// <summary>
/// After the hostile traders have gone, checks that everything serves: each process reports ready, and each book accepts and cancels an
/// order.
/// </summary>
internal sealed class Witness(Friend customer)
{
    public async Task<IReadOnlyList<Difference>> CheckAsync(TradingSystem system, IReadOnlyList<Instrument> instruments)
    {
        List<Difference> differences = [];
        foreach (var node in system.Silos.Concat(system.Apis))
        {
            if (!await node.IsReadyAsync())
                differences.Add(new Difference(DifferenceKind.NotResumed, $"{node.Name} does not say that it serves after the attack"));
        }

        foreach (var instrument in instruments)
        {
            // When the feed is silent, the account refuses orders of the book.
            if (await customer.LookAtAsync(instrument) is { IsMarkStale: true }) continue;
            var order = await customer.BuyAsync(instrument, instrument.MinQuantity, instrument.PriceIncrement);
            var cancelled = order is null ? null : await customer.CancelAsync(order);
            if (cancelled is not { LeavesQty: 0 })
                differences.Add(
                    new Difference(DifferenceKind.NotResumed, $"the book of {instrument.Symbol} does not serve after the attack"));
        }

        return differences;
    }
}
