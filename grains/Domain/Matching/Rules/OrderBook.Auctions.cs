using Rtx.Model;

namespace Rtx.Domain.Matching.Rules;

/// <content>Chapter "States", uncross: one price for all crossing orders.</content>
public sealed partial class OrderBook
{
    /// <summary>Price and quantity at which the book would uncross now; null when nothing would trade.</summary>
    public IndicativeAuction? Indicative() =>
        AuctionPrice.Exists(_state.Bids, _state.Asks) ? AuctionPrice.Find(_state.Bids, _state.Asks, AuctionReference()) : null;

    private Price? AuctionReference() => ReferencePrice ?? LastTradePrice;

    private void Uncross()
    {
        while (AuctionPrice.Exists(_state.Bids, _state.Asks))
        {
            var price = AuctionPrice.Find(_state.Bids, _state.Asks, AuctionReference()).Price;
            var hasTraded = false;
            while (!_state.Bids.IsEmpty && !_state.Asks.IsEmpty && _state.Bids.BestPrice >= price.Ticks
                && _state.Asks.BestPrice <= price.Ticks)
                hasTraded |= TradeInAuction(_state.Bids.Levels[_state.Bids.Best].First, _state.Asks.Levels[_state.Asks.Best].First, price);
            // Cancelled reduce-only orders may leave nothing to trade, or a different crossing.
            if (hasTraded) ReferencePrice = price;
        }

        CancelStillCrossing();
    }

    private bool TradeInAuction(int bid, int ask, Price price)
    {
        if (!MayTrade(bid, ask, out var most)) return false;
        ref var buyer = ref Node(bid);
        ref var seller = ref Node(ask);
        var lots = Math.Min(Math.Min(_pool.ShownOf(buyer), _pool.ShownOf(seller)), most);
        NoteTrade(price.Ticks);
        _state.MovePosition(buyer.AccountId, Side.Buy, lots);
        _state.MovePosition(seller.AccountId, Side.Sell, lots);
        Fill(ref buyer, bid, Liquidity.Auction, seller.OrderId, price.Ticks, lots);
        Fill(ref seller, ask, Liquidity.Auction, buyer.OrderId, price.Ticks, lots);
        EndTrade(ref buyer, bid, ref seller, ask, lots);
        return true;
    }
}
