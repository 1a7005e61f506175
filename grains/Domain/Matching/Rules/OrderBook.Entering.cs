using System.Runtime.CompilerServices;
using Rtx.Domain.Matching.Memory;
using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <content>Chapter "Entering": where an accepted, triggered, released or replaced order goes.</content>
public sealed partial class OrderBook
{
    /// <summary>Emits the entering event of an order that is not in any place, puts it in its place, and lets it trade.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter(ref OrderNode node, int n, ExecType execType, ExecReason reason)
    {
        node.Priority = Sequence + 1;
        if (_hasStaticBand || State != TradingState.Continuous || (node.Traits & ~OrderTraits.MayRest) != OrderTraits.None)
            EnterByRules(ref node, n, execType, reason);
        else if (node.Is(OrderTraits.MayRest) && !_state.SideOf(node.Side.Opposite()).IsCrossedBy(node.Price))
            Rest(ref node, n, execType, reason);
        else Aggress(ref node, n, execType, reason);
    }

    private void EnterByRules(ref OrderNode node, int n, ExecType execType, ExecReason reason)
    {
        if (node.Is(OrderTraits.Untriggered))
        {
            _state.PutInTriggers(n);
            Emit(node, execType, reason);
        }
        else if (node.TimeInForce == TimeInForce.AtTheClose && State != TradingState.ClosingAuction)
        {
            _state.Hold(n);
            Emit(node, execType, reason);
        }
        else
        {
            node.Price = WithinBand(node);
            if (State != TradingState.Continuous) Rest(ref node, n, execType, reason);
            else EnterContinuous(ref node, n, execType, reason);
        }
    }

    private void EnterContinuous(ref OrderNode node, int n, ExecType execType, ExecReason reason)
    {
        var opposite = _state.SideOf(node.Side.Opposite());
        if (node.Is(OrderTraits.TakesBestPrice) && execType != ExecType.Replaced)
        {
            if (!opposite.IsCrossedBy(node.Price))
            {
                AggressAndCancel(ref node, n, execType, reason, ExecReason.NoLiquidity);
                return;
            }

            node.Price = opposite.BestPrice;
        }

        var crosses = opposite.IsCrossedBy(node.Price);
        if (crosses && PostOnlyOf(node) is not PostOnly.No and var postOnly)
        {
            if (ViolatesPostOnly(node.Side, node.Price, postOnly))
            {
                AggressAndCancel(ref node, n, execType, reason, ExecReason.PostOnly);
                return;
            }

            node.Price = SlidPrice(node.Side);
            crosses = false;
        }

        if (!crosses && node.Is(OrderTraits.MayRest) && !node.Is(OrderTraits.AsksForMinimum)) Rest(ref node, n, execType, reason);
        else Aggress(ref node, n, execType, reason);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Rest(ref OrderNode node, int n, ExecType execType, ExecReason reason)
    {
        _state.PutInBook(n, ref node);
        Emit(node, execType, reason);
    }

    private void Aggress(ref OrderNode node, int n, ExecType execType, ExecReason reason)
    {
        _state.MakeAggressor(n, ref node);
        Emit(node, execType, reason);
        Match(n);
    }

    private void AggressAndCancel(ref OrderNode node, int n, ExecType execType, ExecReason reason, ExecReason end)
    {
        _state.MakeAggressor(n, ref node);
        Emit(node, execType, reason);
        CloseOrder(n, ExecType.Canceled, end);
    }

    private PostOnly PostOnlyOf(in OrderNode node) =>
        node.Extra == 0 ? PostOnly.No : _pool.Extras[node.Extra].Instructions?.PostOnly ?? PostOnly.No;
}
