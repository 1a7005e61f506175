using Rtx.Model;

namespace Rtx.Domain.Matching.Records;

/// <summary>
/// Closes a position that nobody takes against those who have the other side, the largest position first: an order of each, as much as closes what is left, meets it at its price. What
/// rests at better prices is met before. A position counts, not who asked for anything: no account is asked.
/// </summary>
public static class Deleveraging
{
    /// <summary>Accounts that one order is closed against at most; another one may go on.</summary>
    public const int MaxAccounts = 100;

    /// <summary>How the name of an order of the other side begins; the closed account and the name of its order follow.</summary>
    public const string NamePrefix = "#adl:";

    /// <summary>Closes as much as it can; what is left of the order is cancelled.</summary>
    /// <param name="book">The book.</param>
    /// <param name="account">Whose position.</param>
    /// <param name="request">The order that closes it: a limit order that reduces only.</param>
    /// <param name="now">The time.</param>
    /// <param name="events">Gets what happened, at its end.</param>
    /// <returns>The order's id.</returns>
    public static OrderId Run(RecordedBook book, AccountId account, NewOrder request, Timestamp now, OrderEventLog events)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(request);
        var others = book.Book.Positions().Where(position => position.Account != account && (position.Lots > 0) != (request.Side == Side.Sell))
            .OrderByDescending(position => Math.Abs(position.Lots)).ThenBy(position => position.Account.Value).Take(MaxAccounts).ToList();
        var id = book.Submit(account, request with { TimeInForce = TimeInForce.Gtc }, request.Price!.Value, request.Instructions, now, events);
        foreach (var (other, lots) in others)
        {
            if (book.Find(id) is not { } open) return id;
            var order = request with
            {
                ClientOrderId = new ClientOrderId($"{NamePrefix}{account}:{request.ClientOrderId.Value[(request.ClientOrderId.Value.IndexOf(':', StringComparison.Ordinal) + 1)..]}"),
                Side = request.Side.Opposite(), TimeInForce = TimeInForce.Ioc, OrderQty = new Quantity(Math.Max(book.Instrument.MinQuantity.Lots, Math.Min(Math.Abs(lots), open.LeavesQty.Lots))),
            };
            book.Submit(other, order, order.Price!.Value, order.Instructions, now, events);
        }

        if (book.Find(id) is not null) book.Cancel(account, id, now, events);
        return id;
    }
}
