namespace Rtx.Gateway.Wire;

/// <summary>Maps enum members between the engine and the wire. Exhaustive on the engine's side, so a new member fails the build.</summary>
public static class EnumWire
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
        Model.OrderType.Stop => Client.OrderType.Stop,
        Model.OrderType.StopLimit => Client.OrderType.StopLimit,
        Model.OrderType.TrailingStop => Client.OrderType.TrailingStop,
        Model.OrderType.TrailingStopLimit => Client.OrderType.TrailingStopLimit,
        Model.OrderType.MarketIfTouched => Client.OrderType.MarketIfTouched,
        Model.OrderType.LimitIfTouched => Client.OrderType.LimitIfTouched,
        Model.OrderType.MarketToLimit => Client.OrderType.MarketToLimit,
    };

    public static Model.OrderType ToModel(Client.OrderType type) => type switch
    {
        Client.OrderType.Market => Model.OrderType.Market,
        Client.OrderType.Limit => Model.OrderType.Limit,
        Client.OrderType.Stop => Model.OrderType.Stop,
        Client.OrderType.StopLimit => Model.OrderType.StopLimit,
        Client.OrderType.TrailingStop => Model.OrderType.TrailingStop,
        Client.OrderType.TrailingStopLimit => Model.OrderType.TrailingStopLimit,
        Client.OrderType.MarketIfTouched => Model.OrderType.MarketIfTouched,
        Client.OrderType.LimitIfTouched => Model.OrderType.LimitIfTouched,
        Client.OrderType.MarketToLimit => Model.OrderType.MarketToLimit,
    };

    public static Client.TimeInForce ToWire(Model.TimeInForce timeInForce) => timeInForce switch
    {
        Model.TimeInForce.Day => Client.TimeInForce.Day,
        Model.TimeInForce.Gtc => Client.TimeInForce.Gtc,
        Model.TimeInForce.AtTheOpen => Client.TimeInForce.AtTheOpen,
        Model.TimeInForce.Ioc => Client.TimeInForce.Ioc,
        Model.TimeInForce.Fok => Client.TimeInForce.Fok,
        Model.TimeInForce.Gtd => Client.TimeInForce.Gtd,
        Model.TimeInForce.AtTheClose => Client.TimeInForce.AtTheClose,
    };

    public static Model.TimeInForce ToModel(Client.TimeInForce timeInForce) => timeInForce switch
    {
        Client.TimeInForce.Day => Model.TimeInForce.Day,
        Client.TimeInForce.Gtc => Model.TimeInForce.Gtc,
        Client.TimeInForce.AtTheOpen => Model.TimeInForce.AtTheOpen,
        Client.TimeInForce.Ioc => Model.TimeInForce.Ioc,
        Client.TimeInForce.Fok => Model.TimeInForce.Fok,
        Client.TimeInForce.Gtd => Model.TimeInForce.Gtd,
        Client.TimeInForce.AtTheClose => Model.TimeInForce.AtTheClose,
    };

    public static Client.OrdStatus ToWire(Model.OrdStatus status) => status switch
    {
        Model.OrdStatus.New => Client.OrdStatus.New,
        Model.OrdStatus.PartiallyFilled => Client.OrdStatus.PartiallyFilled,
        Model.OrdStatus.Filled => Client.OrdStatus.Filled,
        Model.OrdStatus.Canceled => Client.OrdStatus.Canceled,
        Model.OrdStatus.Rejected => Client.OrdStatus.Rejected,
        Model.OrdStatus.Expired => Client.OrdStatus.Expired,
    };

    public static Client.ExecType ToWire(Model.ExecType type) => type switch
    {
        Model.ExecType.New => Client.ExecType.New,
        Model.ExecType.Canceled => Client.ExecType.Canceled,
        Model.ExecType.Replaced => Client.ExecType.Replaced,
        Model.ExecType.Rejected => Client.ExecType.Rejected,
        Model.ExecType.Expired => Client.ExecType.Expired,
        Model.ExecType.Restated => Client.ExecType.Restated,
        Model.ExecType.Trade => Client.ExecType.Trade,
        Model.ExecType.Triggered => Client.ExecType.Triggered,
    };

    public static Client.OrderPlace ToWire(Model.OrderPlace place) => place switch
    {
        Model.OrderPlace.None => Client.OrderPlace.None,
        Model.OrderPlace.Aggressing => Client.OrderPlace.Aggressing,
        Model.OrderPlace.Book => Client.OrderPlace.Book,
        Model.OrderPlace.Trigger => Client.OrderPlace.Trigger,
        Model.OrderPlace.Held => Client.OrderPlace.Held,
    };

    public static Client.ExecReason ToWire(Model.ExecReason reason) => reason switch
    {
        Model.ExecReason.None => Client.ExecReason.None,
        Model.ExecReason.MassCancel => Client.ExecReason.MassCancel,
        Model.ExecReason.Remainder => Client.ExecReason.Remainder,
        Model.ExecReason.SelfTradePrevention => Client.ExecReason.SelfTradePrevention,
        Model.ExecReason.LinkedOrder => Client.ExecReason.LinkedOrder,
        Model.ExecReason.ExpireTime => Client.ExecReason.ExpireTime,
        Model.ExecReason.SessionEnded => Client.ExecReason.SessionEnded,
        Model.ExecReason.Booked => Client.ExecReason.Booked,
        Model.ExecReason.Trailed => Client.ExecReason.Trailed,
        Model.ExecReason.Released => Client.ExecReason.Released,
        Model.ExecReason.PriceBand => Client.ExecReason.PriceBand,
        Model.ExecReason.ReduceOnly => Client.ExecReason.ReduceOnly,
        Model.ExecReason.MinQty => Client.ExecReason.MinQty,
        Model.ExecReason.PostOnly => Client.ExecReason.PostOnly,
        Model.ExecReason.NoLiquidity => Client.ExecReason.NoLiquidity,
        Model.ExecReason.Disconnected => Client.ExecReason.Disconnected,
        Model.ExecReason.CancelAllAfter => Client.ExecReason.CancelAllAfter,
        Model.ExecReason.KillSwitch => Client.ExecReason.KillSwitch,
        Model.ExecReason.StopOut => Client.ExecReason.StopOut,
    };

    public static Model.ExecReason ToModel(Client.ExecReason reason) => reason switch
    {
        Client.ExecReason.None => Model.ExecReason.None,
        Client.ExecReason.MassCancel => Model.ExecReason.MassCancel,
        Client.ExecReason.Remainder => Model.ExecReason.Remainder,
        Client.ExecReason.SelfTradePrevention => Model.ExecReason.SelfTradePrevention,
        Client.ExecReason.LinkedOrder => Model.ExecReason.LinkedOrder,
        Client.ExecReason.ExpireTime => Model.ExecReason.ExpireTime,
        Client.ExecReason.SessionEnded => Model.ExecReason.SessionEnded,
        Client.ExecReason.Booked => Model.ExecReason.Booked,
        Client.ExecReason.Trailed => Model.ExecReason.Trailed,
        Client.ExecReason.Released => Model.ExecReason.Released,
        Client.ExecReason.PriceBand => Model.ExecReason.PriceBand,
        Client.ExecReason.ReduceOnly => Model.ExecReason.ReduceOnly,
        Client.ExecReason.MinQty => Model.ExecReason.MinQty,
        Client.ExecReason.PostOnly => Model.ExecReason.PostOnly,
        Client.ExecReason.NoLiquidity => Model.ExecReason.NoLiquidity,
        Client.ExecReason.Disconnected => Model.ExecReason.Disconnected,
        Client.ExecReason.CancelAllAfter => Model.ExecReason.CancelAllAfter,
        Client.ExecReason.KillSwitch => Model.ExecReason.KillSwitch,
        Client.ExecReason.StopOut => Model.ExecReason.StopOut,
    };

    public static Client.TriggerSource ToWire(Model.TriggerSource source) => source switch
    {
        Model.TriggerSource.LastTrade => Client.TriggerSource.LastTrade,
        Model.TriggerSource.MarkPrice => Client.TriggerSource.MarkPrice,
        Model.TriggerSource.OppositeBest => Client.TriggerSource.OppositeBest,
    };

    public static Model.TriggerSource ToModel(Client.TriggerSource source) => source switch
    {
        Client.TriggerSource.LastTrade => Model.TriggerSource.LastTrade,
        Client.TriggerSource.MarkPrice => Model.TriggerSource.MarkPrice,
        Client.TriggerSource.OppositeBest => Model.TriggerSource.OppositeBest,
    };

    public static Client.SelfTradePrevention ToWire(Model.SelfTradePrevention prevention) => prevention switch
    {
        Model.SelfTradePrevention.None => Client.SelfTradePrevention.None,
        Model.SelfTradePrevention.CancelResting => Client.SelfTradePrevention.CancelResting,
        Model.SelfTradePrevention.CancelAggressing => Client.SelfTradePrevention.CancelAggressing,
        Model.SelfTradePrevention.CancelBoth => Client.SelfTradePrevention.CancelBoth,
        Model.SelfTradePrevention.DecrementAndCancel => Client.SelfTradePrevention.DecrementAndCancel,
    };

    public static Model.SelfTradePrevention ToModel(Client.SelfTradePrevention prevention) => prevention switch
    {
        Client.SelfTradePrevention.None => Model.SelfTradePrevention.None,
        Client.SelfTradePrevention.CancelResting => Model.SelfTradePrevention.CancelResting,
        Client.SelfTradePrevention.CancelAggressing => Model.SelfTradePrevention.CancelAggressing,
        Client.SelfTradePrevention.CancelBoth => Model.SelfTradePrevention.CancelBoth,
        Client.SelfTradePrevention.DecrementAndCancel => Model.SelfTradePrevention.DecrementAndCancel,
    };

    public static Client.PostOnly ToWire(Model.PostOnly postOnly) => postOnly switch
    {
        Model.PostOnly.No => Client.PostOnly.No,
        Model.PostOnly.Reject => Client.PostOnly.Reject,
        Model.PostOnly.Slide => Client.PostOnly.Slide,
    };

    public static Model.PostOnly ToModel(Client.PostOnly postOnly) => postOnly switch
    {
        Client.PostOnly.No => Model.PostOnly.No,
        Client.PostOnly.Reject => Model.PostOnly.Reject,
        Client.PostOnly.Slide => Model.PostOnly.Slide,
    };

    public static Client.ListRole ToWire(Model.ListRole role) => role switch
    {
        Model.ListRole.None => Client.ListRole.None,
        Model.ListRole.OcoLeg => Client.ListRole.OcoLeg,
        Model.ListRole.Entry => Client.ListRole.Entry,
        Model.ListRole.Child => Client.ListRole.Child,
        Model.ListRole.StopLoss => Client.ListRole.StopLoss,
        Model.ListRole.TakeProfit => Client.ListRole.TakeProfit,
    };

    public static Model.ListRole ToModel(Client.ListRole role) => role switch
    {
        Client.ListRole.None => Model.ListRole.None,
        Client.ListRole.OcoLeg => Model.ListRole.OcoLeg,
        Client.ListRole.Entry => Model.ListRole.Entry,
        Client.ListRole.Child => Model.ListRole.Child,
        Client.ListRole.StopLoss => Model.ListRole.StopLoss,
        Client.ListRole.TakeProfit => Model.ListRole.TakeProfit,
    };

    public static Model.ContingencyType ToModel(Client.ContingencyType type) => type switch
    {
        Client.ContingencyType.Oco => Model.ContingencyType.Oco,
        Client.ContingencyType.Oto => Model.ContingencyType.Oto,
        Client.ContingencyType.Bracket => Model.ContingencyType.Bracket,
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

    public static Client.MarginEventKind ToWire(Model.MarginEventKind kind) => kind switch
    {
        Model.MarginEventKind.CallBegan => Client.MarginEventKind.CallBegan,
        Model.MarginEventKind.CallEnded => Client.MarginEventKind.CallEnded,
        Model.MarginEventKind.StopOutBegan => Client.MarginEventKind.StopOutBegan,
        Model.MarginEventKind.StopOutEnded => Client.MarginEventKind.StopOutEnded,
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
        Model.TradingState.PreOpen => Client.TradingState.PreOpen,
        Model.TradingState.OpeningAuction => Client.TradingState.OpeningAuction,
        Model.TradingState.VolatilityAuction => Client.TradingState.VolatilityAuction,
        Model.TradingState.ClosingAuction => Client.TradingState.ClosingAuction,
        Model.TradingState.CancelOnly => Client.TradingState.CancelOnly,
        Model.TradingState.Closed => Client.TradingState.Closed,
    };

    public static Model.TradingState ToModel(Client.TradingState state) => state switch
    {
        Client.TradingState.Continuous => Model.TradingState.Continuous,
        Client.TradingState.Halted => Model.TradingState.Halted,
        Client.TradingState.PreOpen => Model.TradingState.PreOpen,
        Client.TradingState.OpeningAuction => Model.TradingState.OpeningAuction,
        Client.TradingState.VolatilityAuction => Model.TradingState.VolatilityAuction,
        Client.TradingState.ClosingAuction => Model.TradingState.ClosingAuction,
        Client.TradingState.CancelOnly => Model.TradingState.CancelOnly,
        Client.TradingState.Closed => Model.TradingState.Closed,
    };

    public static Client.CandlePrice ToWire(Model.CandlePrice kind) => kind switch
    {
        Model.CandlePrice.Bid => Client.CandlePrice.Bid,
        Model.CandlePrice.Ask => Client.CandlePrice.Ask,
        Model.CandlePrice.Trade => Client.CandlePrice.Trade,
        Model.CandlePrice.Mid => Client.CandlePrice.Mid,
    };

    public static Model.CandlePrice ToModel(Client.CandlePrice kind) => kind switch
    {
        Client.CandlePrice.Bid => Model.CandlePrice.Bid,
        Client.CandlePrice.Ask => Model.CandlePrice.Ask,
        Client.CandlePrice.Trade => Model.CandlePrice.Trade,
        Client.CandlePrice.Mid => Model.CandlePrice.Mid,
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
