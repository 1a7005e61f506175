using Npgsql;
using Rtx.Model;

namespace Rtx.Storage.Rows;

/// <summary>Reads rows of <c>instruments</c>; the column list and the reader belong together.</summary>
internal static class InstrumentRows
{
    public const string Columns = """
        instrument_id, symbol, kind, base_currency, quote_currency, price_increment, quantity_increment, contract_size, min_lots, max_lots,
        initial_margin_rate, maintenance_margin_rate, maker_fee_rate, taker_fee_rate, allows_negative_prices,
        min_notional, max_notional, static_band_basis_points, dynamic_band_basis_points, interrupts_on_volatility, max_orders_per_account, volatility_auction_s
        """;

    public static Instrument Read(NpgsqlDataReader row) => new()
    {
        Id = new(row.GetInt32(0)),
        Symbol = row.GetString(1),
        Kind = (InstrumentKind)row.GetInt16(2),
        BaseCurrency = new(row.GetString(3)),
        QuoteCurrency = new(row.GetString(4)),
        PriceIncrement = row.GetDecimal(5),
        QuantityIncrement = row.GetDecimal(6),
        ContractSize = row.GetDecimal(7),
        MinQuantity = new(row.GetInt64(8)),
        MaxQuantity = new(row.GetInt64(9)),
        InitialMarginRate = row.GetDecimal(10),
        MaintenanceMarginRate = row.GetDecimal(11),
        MakerFeeRate = row.GetDecimal(12),
        TakerFeeRate = row.GetDecimal(13),
        AllowsNegativePrices = row.GetBoolean(14),
        MatchingRules = new MatchingRules
        {
            MinNotional = row.GetDecimal(15),
            MaxNotional = row.GetDecimal(16),
            StaticBandBasisPoints = row.GetInt32(17),
            DynamicBandBasisPoints = row.GetInt32(18),
            InterruptsOnVolatility = row.GetBoolean(19),
            MaxOrdersPerAccount = row.GetInt32(20),
            VolatilityAuctionSeconds = row.GetInt32(21),
        },
    };
}
