namespace Rtx.ClientApi.Wire;

/// <summary>Enum members between the engine's vocabulary and the wire's. Exhaustive on the engine's side, so a new member fails the build.</summary>
internal static class EnumWire
{
    public static Client.UserRole ToWire(UserRole role) => role switch
    {
        UserRole.Trader => Client.UserRole.Trader,
        UserRole.Feed => Client.UserRole.Feed,
        UserRole.Administrator => Client.UserRole.Administrator,
    };

    public static UserRole ToModel(Client.UserRole role) => role switch
    {
        Client.UserRole.Trader => UserRole.Trader,
        Client.UserRole.Feed => UserRole.Feed,
        Client.UserRole.Administrator => UserRole.Administrator,
    };

    public static Client.Side ToWire(Model.Side side) => side switch
    {
        Model.Side.Buy => Client.Side.Buy,
        Model.Side.Sell => Client.Side.Sell,
    };

    public static Model.Side ToModel(Client.Side side) => side switch
    {
        Client.Side.Buy => Model.Side.Buy,
        Client.Side.Sell => Model.Side.Sell,
    };

    public static Client.OrderType ToWire(Model.OrderType type) => type switch
    {
        Model.OrderType.Market => Client.OrderType.Market,
        Model.OrderType.Limit => Client.OrderType.Limit,
    };

    public static Model.OrderType ToModel(Client.OrderType type) => type switch
    {
        Client.OrderType.Market => Model.OrderType.Market,
        Client.OrderType.Limit => Model.OrderType.Limit,
    };

    public static Client.TimeInForce ToWire(Model.TimeInForce timeInForce) => timeInForce switch
    {
        Model.TimeInForce.Gtc => Client.TimeInForce.Gtc,
        Model.TimeInForce.Ioc => Client.TimeInForce.Ioc,
        Model.TimeInForce.Fok => Client.TimeInForce.Fok,
    };

    public static Model.TimeInForce ToModel(Client.TimeInForce timeInForce) => timeInForce switch
    {
        Client.TimeInForce.Gtc => Model.TimeInForce.Gtc,
        Client.TimeInForce.Ioc => Model.TimeInForce.Ioc,
        Client.TimeInForce.Fok => Model.TimeInForce.Fok,
    };

    public static Client.OrdStatus ToWire(Model.OrdStatus status) => status switch
    {
        Model.OrdStatus.New => Client.OrdStatus.New,
        Model.OrdStatus.PartiallyFilled => Client.OrdStatus.PartiallyFilled,
        Model.OrdStatus.Filled => Client.OrdStatus.Filled,
        Model.OrdStatus.Canceled => Client.OrdStatus.Canceled,
        Model.OrdStatus.Rejected => Client.OrdStatus.Rejected,
    };

    public static Client.ExecType ToWire(Model.ExecType type) => type switch
    {
        Model.ExecType.New => Client.ExecType.New,
        Model.ExecType.Canceled => Client.ExecType.Canceled,
        Model.ExecType.Replaced => Client.ExecType.Replaced,
        Model.ExecType.Rejected => Client.ExecType.Rejected,
        Model.ExecType.Trade => Client.ExecType.Trade,
    };

    public static Client.AccountStatus ToWire(Model.AccountStatus status) => status switch
    {
        Model.AccountStatus.Active => Client.AccountStatus.Active,
        Model.AccountStatus.Suspended => Client.AccountStatus.Suspended,
    };

    public static Client.LedgerTransactionKind ToWire(Model.LedgerTransactionKind kind) => kind switch
    {
        Model.LedgerTransactionKind.Deposit => Client.LedgerTransactionKind.Deposit,
        Model.LedgerTransactionKind.Withdrawal => Client.LedgerTransactionKind.Withdrawal,
        Model.LedgerTransactionKind.Trade => Client.LedgerTransactionKind.Trade,
    };

    public static Client.InstrumentKind ToWire(Model.InstrumentKind kind) => kind switch
    {
        Model.InstrumentKind.Spot => Client.InstrumentKind.Spot,
        Model.InstrumentKind.Margined => Client.InstrumentKind.Margined,
    };

    public static Model.InstrumentKind ToModel(Client.InstrumentKind kind) => kind switch
    {
        Client.InstrumentKind.Spot => Model.InstrumentKind.Spot,
        Client.InstrumentKind.Margined => Model.InstrumentKind.Margined,
    };

    public static Client.TradingState ToWire(Model.TradingState state) => state switch
    {
        Model.TradingState.Continuous => Client.TradingState.Continuous,
        Model.TradingState.Halted => Client.TradingState.Halted,
    };

    public static Model.TradingState ToModel(Client.TradingState state) => state switch
    {
        Client.TradingState.Continuous => Model.TradingState.Continuous,
        Client.TradingState.Halted => Model.TradingState.Halted,
    };

    public static Client.CandlePrice ToWire(Model.CandlePrice kind) => kind switch
    {
        Model.CandlePrice.Bid => Client.CandlePrice.Bid,
        Model.CandlePrice.Ask => Client.CandlePrice.Ask,
        Model.CandlePrice.Trade => Client.CandlePrice.Trade,
    };

    public static Model.CandlePrice ToModel(Client.CandlePrice kind) => kind switch
    {
        Client.CandlePrice.Bid => Model.CandlePrice.Bid,
        Client.CandlePrice.Ask => Model.CandlePrice.Ask,
        Client.CandlePrice.Trade => Model.CandlePrice.Trade,
    };

    public static Client.TickKind ToWire(Model.TickKind kind) => kind switch
    {
        Model.TickKind.Quote => Client.TickKind.Quote,
        Model.TickKind.Trade => Client.TickKind.Trade,
    };

    public static Model.TickKind ToModel(Client.TickKind kind) => kind switch
    {
        Client.TickKind.Quote => Model.TickKind.Quote,
        Client.TickKind.Trade => Model.TickKind.Trade,
    };
}
