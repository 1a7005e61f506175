using Rtx.Domain.Matching.Rules;
using Rtx.Domain.Orders;
using Rtx.Model;

namespace Rtx.Domain.Tests.Matching.Streams;

/// <summary>Counts what happened in random streams.</summary>
internal sealed class StreamCounts
{
    private const int CheckEvery = 20;

    internal Dictionary<RejectReason, int> Rejected { get; } = [];

    /// <summary>Reject reasons of amendments and cancels.</summary>
    internal Dictionary<RejectReason, int> Refused { get; } = [];

    internal Dictionary<ExecType, int> Types { get; } = [];

    internal Dictionary<ExecReason, int> Reasons { get; } = [];

    internal Dictionary<OrderPlace, int> Places { get; } = [];

    internal Dictionary<Liquidity, int> Liquidities { get; } = [];

    internal Dictionary<TradingState, int> States { get; } = [];

    internal Dictionary<OrderType, int> TradedTypes { get; } = [];

    internal Dictionary<TimeInForce, int> TradedLifetimes { get; } = [];

    internal Dictionary<ListRole, int> TradedRoles { get; } = [];

    internal Dictionary<string, int> TradedInstructions { get; } = [];

    /// <summary>Prices that trailing orders followed.</summary>
    internal Dictionary<(TriggerSource Source, Side Side), int> Followed { get; } = [];

    /// <summary>The most trailing orders that waited at the same time.</summary>
    internal int MostTrailing { get; private set; }

    /// <summary>Trailing orders seen at the last legal price.</summary>
    internal int AtTheLimit { get; private set; }

    internal void Add(StreamRun run, int commands)
    {
        for (var i = 0; i < commands; i++)
        {
            var answer = run.Run(run.Next());
            Count(States, run.Book.State);
            if (answer.Reason != RejectReason.None) Count(Refused, answer.Reason);
            foreach (var e in answer.Events) Add(e, run.OrderOf(e.OrderId));
            if (i % CheckEvery == 0) CountTrailing(run);
        }
    }

    private void Add(in BookEvent e, in BookOrder order)
    {
        Count(Reasons, e.Reason);
        if (e.OrderId.IsOfBook)
        {
            Count(Followed, (e.TriggerSource, e.TrailingSide));
            return;
        }

        if (e.RejectReason != RejectReason.None) Count(Rejected, e.RejectReason);
        Count(Types, e.ExecType);
        Count(Places, e.Place);
        Count(Liquidities, e.Liquidity);
        if (e.ExecType != ExecType.Trade) return;
        Count(TradedTypes, order.OrderType);
        Count(TradedLifetimes, order.TimeInForce);
        if (order.Instructions is not { } asked) return;
        Count(TradedRoles, asked.ListRole);
        Count(TradedInstructions, asked.SelfTradePrevention.ToString());
        if (asked.StopPx is not null) Count(TradedInstructions, asked.TriggerSource.ToString());
        if (asked.DisplayQty is not null) Count(TradedInstructions, "display");
        if (asked.MinQty is not null) Count(TradedInstructions, "minimum");
        if (asked.PostOnly == PostOnly.Reject) Count(TradedInstructions, "post-only");
        if (asked.PostOnly == PostOnly.Slide) Count(TradedInstructions, "slide");
        if (asked.ReduceOnly) Count(TradedInstructions, "reduce-only");
        if (asked.ExpireTime is not null) Count(TradedInstructions, "expire time");
        if (asked.TradeGroup != 0) Count(TradedInstructions, "trade group");
    }

    private void CountTrailing(StreamRun run)
    {
        var trailing = run.Book.OpenOrders().Where(order => order.OrderType.IsTrailing() && order.Place == OrderPlace.Trigger).ToList();
        MostTrailing = Math.Max(MostTrailing, trailing.Count);
        if (!run.Instrument.AllowsNegativePrices)
            AtTheLimit += trailing.Count(order => order.Side == Side.Buy && order.Price.Ticks == 1 && order.Followed is null);
    }

    private static void Count<T>(Dictionary<T, int> counts, T value)
        where T : notnull => counts[value] = counts.GetValueOrDefault(value) + 1;
}
