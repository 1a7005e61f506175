using Rtx.Model;

namespace Rtx.Gateway.Wire;

public static class AccountWire
{
    public static Client.Account ToWire(Account account) =>
        new()
        {
            AccountId = account.Id.Value, OwnerId = account.Owner.Value, Name = account.Name, Status = EnumWire.ToWire(account.Status)
        };

    public static Client.Balance ToWire(Balance balance) => new()
    {
        Currency = balance.Currency.Code,
        Total = balance.Total,
        Held = balance.Held,
        UnrealizedPnl = balance.UnrealizedPnl,
        InitialMargin = balance.InitialMargin,
        MaintenanceMargin = balance.MaintenanceMargin,
        Equity = balance.Equity,
        Available = balance.Available,
    };

    public static Client.Position ToWire(Instrument instrument, Position position) => new()
    {
        Symbol = instrument.Symbol,
        Quantity = instrument.ToDecimal(new Quantity(position.Lots)),
        Cost = position.Cost,
        AvgPx = AverageWire.Of(instrument, position),
        RealizedPnl = position.RealizedPnl,
        MarkPrice = position.MarkPrice is { } mark ? instrument.ToDecimal(mark) : null,
        UnrealizedPnl = position.UnrealizedPnl,
    };

    public static Client.MarginPosition ToWire(Instrument instrument, MarginPosition position) => new()
    {
        Symbol = instrument.Symbol,
        Quantity = instrument.ToDecimal(new Quantity(position.Lots)),
        MarkPrice = instrument.ToDecimal(position.MarkPrice),
        UnrealizedPnl = position.UnrealizedPnl,
        IsStale = position.IsStale,
    };

    public static Client.MarginEvent ToWire(MarginEvent happened, IReadOnlyList<Client.MarginPosition> positions) => new()
    {
        Sequence = happened.Sequence,
        Currency = happened.Currency.Code,
        Kind = EnumWire.ToWire(happened.Kind),
        Equity = happened.Equity,
        InitialMargin = happened.InitialMargin,
        MaintenanceMargin = happened.MaintenanceMargin,
        Time = happened.Time.ToDateTimeOffset(),
        Positions = positions,
    };

    public static Client.LedgerTransaction ToWire(LedgerTransaction transaction) => new()
    {
        Sequence = transaction.Sequence,
        Kind = EnumWire.ToWire(transaction.Kind),
        Reference = transaction.Reference,
        EffectiveAt = transaction.EffectiveAt.ToDateTimeOffset(),
        BookedAt = transaction.BookedAt.ToDateTimeOffset(),
        Postings =
        [
            .. transaction.Postings.Select(posting => new Client.Posting
            {
                AccountId = posting.Account.Value,
                Amount = posting.Money.Amount,
                Currency = posting.Money.Currency.Code,
            }),
        ],
    };
}
