using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <content>Chapter "Entering": where an accepted, triggered, released or replaced order goes.</content>
public sealed partial class OrderBook
{
    /// <summary>Tells the entering event of an order that is nowhere, puts it in its place, and lets it trade.</summary>
    private void Enter(int n, long price, ExecType execType, ExecReason reason)
    {
        ref var node = ref Node(n);
        node.Priority = Sequence + 1;
        if (State != TradingState.Continuous || (node.Traits & ~OrderTraits.MayRest) != OrderTraits.None || node.OrderType == OrderType.MarketToLimit)
        {
            EnterByRules(n, price, execType, reason);
            return;
        }

        if (node.Is(OrderTraits.MayRest) && !_state.SideOf(node.Side.Opposite()).IsCrossedBy(price)) Rest(n, price, execType, reason);
        else Aggress(n, price, execType, reason);
    }

    private void EnterByRules(int n, long price, ExecType execType, ExecReason reason)
    {
        ref var node = ref Node(n);
        if (node.Is(OrderTraits.Untriggered))
        {
            _state.PutInTriggers(n, price);
            Tell(node, price, execType, reason);
        }
        else if (node.TimeInForce == TimeInForce.AtTheClose && State != TradingState.ClosingAuction)
        {
            _state.Hold(n, price);
            Tell(node, price, execType, reason);
        }
        else if (State != TradingState.Continuous)
        {
            Rest(n, price, execType, reason);
        }
        else
        {
            EnterContinuous(n, price, execType, reason);
        }
    }

    private void EnterContinuous(int n, long price, ExecType execType, ExecReason reason)
    {
        ref var node = ref Node(n);
        var opposite = _state.SideOf(node.Side.Opposite());
        price = WithinBand(node.OrderType, node.Side, price);
        if (node.OrderType == OrderType.MarketToLimit && execType != ExecType.Replaced)
        {
            if (!opposite.IsCrossedBy(price))
            {
                AggressInVain(n, price, execType, reason, ExecReason.NoLiquidity);
                return;
            }

            price = opposite.BestPrice;
        }

        var crosses = opposite.IsCrossedBy(price);
        if (crosses && PostOnlyOf(node) is not PostOnly.No and var postOnly)
        {
            if (WouldTradeThoughPostOnly(node.Side, price, postOnly))
            {
                AggressInVain(n, price, execType, reason, ExecReason.PostOnly);
                return;
            }

            price = SlidPrice(node.Side);
            crosses = false;
        }

        if (!crosses && node.Is(OrderTraits.MayRest) && !node.Is(OrderTraits.AsksForMinimum)) Rest(n, price, execType, reason);
        else Aggress(n, price, execType, reason);
    }

    private void Rest(int n, long price, ExecType execType, ExecReason reason)
    {
        _state.PutInBook(n, price);
        Tell(Node(n), price, execType, reason);
    }

    private void Aggress(int n, long price, ExecType execType, ExecReason reason)
    {
        _state.MakeAggressor(n, price);
        Tell(Node(n), price, execType, reason);
        Match(n);
    }

    private void AggressInVain(int n, long price, ExecType execType, ExecReason reason, ExecReason end)
    {
        _state.MakeAggressor(n, price);
        Tell(Node(n), price, execType, reason);
        CloseOrder(n, ExecType.Canceled, end);
    }

    private PostOnly PostOnlyOf(in OrderNode node) => node.Extra == 0 ? PostOnly.No : _pool.Extras[node.Extra].Instructions?.PostOnly ?? PostOnly.No;
}
