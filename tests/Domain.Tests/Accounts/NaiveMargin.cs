using Rtx.Domain.Valuation;
using Rtx.Model;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>An order of <see cref="NaiveMargin"/>.</summary>
/// <param name="Side">Bought or sold.</param>
/// <param name="Lots">How many lots.</param>
/// <param name="Ticks">The worst price.</param>
/// <param name="IsReduceOnly">Whether it only closes.</param>
/// <param name="IsWaiting">Whether it waits for a trigger price.</param>
/// <param name="Role">Its role in the only list.</param>
internal sealed record NaiveOrder(
    Side Side, long Lots, long Ticks, bool IsReduceOnly = false, bool IsWaiting = false, ListRole Role = ListRole.None);

/// <summary>
/// Finds what a margined instrument needs by brute force: orders trade at their worst prices, whole and in any order, as far as their terms
/// and their list allow; after each trade the account must have the margin of its position and the cost of the trades. It does not use the
/// formula.
/// </summary>
internal sealed class NaiveMargin(Instrument instrument, long mark, IReadOnlyList<NaiveOrder> orders)
{
    private readonly decimal _tick = instrument.TickLotValue;
    private readonly decimal _fee = Math.Max(instrument.MakerFeeRate, instrument.TakerFeeRate);
    private readonly bool[] _traded = new bool[orders.Count];
    private decimal _most;

    internal decimal Need(long position)
    {
        _most = 0m;
        Try(position, 0m);
        return _most;
    }

    private void Try(long position, decimal cost)
    {
        _most = Math.Max(_most, (Math.Abs(position) * mark * _tick * instrument.InitialMarginRate) + cost);
        for (var index = 0; index < orders.Count; index++)
        {
            if (_traded[index] || LotsNow(orders[index], position) is not (> 0 and var lots)) continue;
            _traded[index] = true;
            Try(position + (orders[index].Side.Sign() * lots), cost + (lots * CostOf(orders[index])));
            _traded[index] = false;
        }
    }

    private long LotsNow(NaiveOrder order, long position)
    {
        var lots = order.Role switch
        {
            ListRole.OcoLeg => Traded(ListRole.OcoLeg) > 0 ? 0 : order.Lots,
            ListRole.StopLoss or ListRole.TakeProfit => Math.Min(
                order.Lots,
                Math.Min(LotsOf(ListRole.StopLoss), Has(ListRole.Entry) ? Traded(ListRole.Entry) : long.MaxValue)
                    - Traded(ListRole.StopLoss) - Traded(ListRole.TakeProfit)),
            ListRole.None or ListRole.Entry or ListRole.Child => order.Lots,
        };
        return order.IsReduceOnly ? Math.Min(lots, -order.Side.Sign() * position) : lots;
    }

    private bool Has(ListRole role) => orders.Any(order => order.Role == role);

    private long LotsOf(ListRole role) => orders.Where(order => order.Role == role).Sum(order => order.Lots);

    private long Traded(ListRole role) => orders.Where((order, index) => _traded[index] && order.Role == role).Sum(order => order.Lots);

    private decimal CostOf(NaiveOrder order)
    {
        var ticks = order.IsWaiting
            ? CoveredPrices.Around(instrument, new Price(mark)).WorstOf(order.Side, new Price(order.Ticks)).Ticks
            : order.Ticks;
        return (Math.Max(0, order.Side.Sign() * (ticks - mark)) * _tick) + (ticks * _tick * _fee);
    }
}
