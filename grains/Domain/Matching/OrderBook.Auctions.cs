using Rtx.Model;

namespace Rtx.Domain.Matching;

/// <content>Chapter "States", uncross: one price for all that crosses.</content>
public sealed partial class OrderBook
{
    /// <summary>Price and quantity at which the book would uncross now; null when it is not crossed.</summary>
    public IndicativeAuction? Indicative() => IsCrossed ? AuctionPrice.Find(_state.Bids, _state.Asks, AuctionReference()) : null;

    private Price? AuctionReference() => ReferencePrice ?? LastTradePrice;

    private void Uncross()
    {
        Price? price = null;
        while (IsCrossed)
        {
            price = AuctionPrice.Find(_state.Bids, _state.Asks, AuctionReference()).Price;
            while (!_state.Bids.IsEmpty && !_state.Asks.IsEmpty && _state.Bids.BestPrice >= price.Value.Ticks && _state.Asks.BestPrice <= price.Value.Ticks)
                TradeInAuction(_state.Bids.Levels[_state.Bids.Best].First, _state.Asks.Levels[_state.Asks.Best].First, price.Value);
        }

        ReferencePrice = price ?? ReferencePrice;
    }

    private void TradeInAuction(int bid, int ask, Price price)
    {
        if (!MayTrade(bid, ask, out var most)) return;
        ref var buyer = ref _state.Node(bid);
        ref var seller = ref _state.Node(ask);
        var lots = Math.Min(Math.Min(_state.Pool.ShownOf(buyer), _state.Pool.ShownOf(seller)), most);
        var (buyerId, sellerId) = (new OrderId(buyer.OrderId), new OrderId(seller.OrderId));
        _state.LastTradePrice = price;
        _state.MovePosition(buyer.AccountId, Side.Buy, lots);
        _state.MovePosition(seller.AccountId, Side.Sell, lots);
        TellAuctionTrade(ref Fill(bid, lots), sellerId, price, lots);
        TellAuctionTrade(ref Fill(ask, lots), buyerId, price, lots);
        EndTrade(bid, ask, lots);
    }

    private static void TellAuctionTrade(ref BookEvent e, OrderId contra, Price price, long lots)
    {
        e.ContraOrderId = contra;
        e.LastPx = price;
        e.LastQty = new Quantity(lots);
        e.Liquidity = Liquidity.Auction;
    }
}
