using Rtx.Actors.Accounts;
using Rtx.Actors.OrderBooks;
using Rtx.Domain.Accounts;
using Rtx.Domain.Marks;
using Rtx.Domain.Matching.Records;
using Rtx.Simulation.Tests.Runtime;
using Rtx.Simulation.Tests.Storage;
using Rtx.Storage.Commits;

namespace Rtx.Simulation.Tests;

/// <summary>
/// Final invariants: everything is settled exactly once; money and positions add up; live state, tables and replayed events agree.
/// </summary>
internal sealed class FinalChecks(SimulatedCluster cluster, LiveStates live)
{
    private SimulatedDatabase Database => cluster.Database;

    public IEnumerable<string> Find() =>
        [.. Unsettled(), .. Overdue(), .. Expiries(), .. Times(), .. Names(), .. Ledgers(), .. Positions(), .. Conservation(), .. Books(),
            .. Accounts(), .. Margins(), .. Instruments()];

    private IEnumerable<string> Unsettled() =>
        Database.Unsettled.Select(unsettled => $"account {unsettled.Account} has settled book {unsettled.Instrument} up to {unsettled.Settled} of {unsettled.Last}");

    private IEnumerable<string> Overdue() =>
        Database.Overdue(Timestamp.From(cluster.EarliestTime)).Select(account => $"account {account} should have cancelled everything");

    private IEnumerable<string> Expiries()
    {
        var now = Timestamp.From(cluster.EarliestTime);
        foreach (var order in Database.Orders.Where(order => order.LeavesQty > Quantity.Zero && order.Instructions?.ExpireTime <= now))
        {
            yield return $"order {order.OrderId} should have expired";
        }
        foreach (var e in Database.Instruments.SelectMany(
            instrument => Database.Events(instrument.Id)).Where(e => e.Instructions?.ExpireTime <= e.Time))
        {
            if (e.ExecType is not (ExecType.Expired or ExecType.Rejected) && e.Reason != ExecReason.LinkedOrder)
            {
                yield return $"order {e.OrderId} is over and {e.ExecType} at {e.Sequence}";
            }
        }
    }

    private IEnumerable<string> Times()
    {
        foreach (var events in Database.Instruments.Select(instrument => Database.Events(instrument.Id)))
        {
            for (var i = 0; i < events.Count; i++)
            {
                var e = events[i];
                if (i > 0 && e.Time < events[i - 1].Time)
                {
                    yield return $"event {e.Sequence} of book {e.OrderId.Instrument} is of {e.Time}, the one before of {events[i - 1].Time}";
                }
                if (e is { ExecType: ExecType.Expired, Reason: ExecReason.ExpireTime } && !(e.Instructions?.ExpireTime <= e.Time))
                {
                    yield return $"order {e.OrderId} expires at {e.Time}, before its time {e.Instructions?.ExpireTime}";
                }
            }
        }
    }

    private IEnumerable<string> Names() => Database.Refused.Where(
        refused => Database.Names.Any(name => name.Account == refused.Account && name.Name == refused.Name))
        .Select(refused => $"{refused.Name} of account {refused.Account} is an order and a refusal");

    private IEnumerable<string> Ledgers()
    {
        foreach (var account in Database.Accounts)
        {
            var ledger = Database.Ledger(account.Id);
            for (var i = 0; i < ledger.Count; i++)
            {
                if (ledger[i].Sequence != i + 1)
                {
                    yield return $"transaction {i + 1} of account {account.Id} has number {ledger[i].Sequence}";
                }
                if (ledger[i].Postings.GroupBy(posting => posting.Money.Currency).Any(
                    group => group.Sum(posting => posting.Money.Amount) != 0m)) yield return $"{ledger[i].Reference} does not sum to zero";
            }
        }

        foreach (var (account, currency, amount) in Database.Balances)
        {
            var posted = Database.Ledger(account).SelectMany(transaction => transaction.Postings)
                .Where(posting => posting.Account == account && posting.Money.Currency == currency).Sum(posting => posting.Money.Amount);
            if (posted != amount) yield return $"account {account} has {amount} {currency}, its postings sum to {posted}";
            // Nothing is delivered that was not available: nobody spends the same money twice. Margined losses are in the quote currency.
            if (amount < 0m && Database.Instruments.All(instrument => instrument.QuoteCurrency != currency))
            {
                yield return $"account {account} has {amount} {currency}";
            }
        }
    }

    private IEnumerable<string> Positions()
    {
        foreach (var position in Database.Positions)
        {
            var traded = Database.EventsOf(position.Account, position.Instrument, after: 0).Where(e => e.ExecType == ExecType.Trade)
                .Sum(e => e.Side.Sign() * e.LastQty.Lots);
            if (position.Lots != traded)
            {
                yield return $"account {position.Account} has {position.Lots} lots of {position.Instrument}, its trades sum to {traded}";
            }
        }
    }

    private IEnumerable<string> Conservation()
    {
        foreach (var instrument in Database.Instruments.Where(instrument => instrument.Kind == InstrumentKind.Spot))
        {
            var all = Database.Balances.Where(balance => balance.Currency == instrument.BaseCurrency).Sum(balance => balance.Amount);
            var moved = Database.Accounts.SelectMany(account => Database.Ledger(account.Id))
                .Where(transaction => transaction.Kind != LedgerTransactionKind.Trade)
                .SelectMany(transaction => transaction.Postings).Where(posting => posting.Account.Value > 0 && posting.Money.Currency == instrument.BaseCurrency).Sum(posting => posting.Money.Amount);
            if (all != moved) yield return $"there are {all} {instrument.BaseCurrency}, and {moved} were brought";
        }
    }

    private IEnumerable<string> Books()
    {
        foreach (var instrument in Database.Instruments)
        {
            if (live.Books.GetValueOrDefault(instrument.Id) is not { } book)
            {
                yield return $"book {instrument.Id} does not answer";
                continue;
            }

            var replayed = new RecordedBook(instrument);
            foreach (var e in Database.Events(instrument.Id)) replayed.Apply(e);
            var (events, standing) = (BookFingerprint.Of(replayed), Database.Standing(instrument.Id));
            var orders = BookFingerprint.Of(
                SavedBook.Restore(Database.ReadBook(instrument.Id, Database.Epoch(StreamKey.Of(instrument.Id)))));
            foreach (var problem in Differences($"book {instrument.Id}", "live", book.State, "events", events).Concat(
                Differences($"book {instrument.Id}", "orders", orders, "events", events))
                .Concat(Differences(
                    $"book {instrument.Id}", "live", book.Standing, "standings",
                    BookFingerprint.Of(standing.State, standing.ReferencePrice)))) yield return problem;
        }
    }

    private IEnumerable<string> Accounts()
    {
        foreach (var account in Database.Accounts)
        {
            if (live.Accounts.GetValueOrDefault(account.Id) is not { } living)
            {
                yield return $"account {account.Id} does not answer";
                continue;
            }

            if (living.OnTheirWay > 0)
            {
                yield return $"account {account.Id} waits for {living.OnTheirWay} orders or amendments that are on nobody's way";
            }
            var facts = new TradingAccount(account);
            foreach (var instrument in Database.Instruments) facts.RegisterInstrument(instrument);
            var movements = Database.Ledger(account.Id).Where(transaction => transaction.Kind != LedgerTransactionKind.Trade).ToList();
            foreach (var sum in movements.SelectMany(transaction => transaction.Postings).Where(
                posting => posting.Account == account.Id).GroupBy(posting => posting.Money.Currency))
                facts.RestoreBalance(sum.Key, sum.Sum(posting => posting.Money.Amount));
            facts.RestoreLedgerSequence(movements.Count);
            foreach (var e in Database.Instruments.SelectMany(instrument => Database.EventsOf(account.Id, instrument.Id, after: 0)))
            {
                facts.Apply(e, e.Time);
            }
            foreach (var problem in BookedTimes(account.Id)) yield return problem;
            var (rebuilt, controls) = (AccountFingerprint.Of(facts, withHolds: true), Database.Controls(account.Id));
            var tables = AccountFingerprint.Of(
                SavedAccount.Restore(Database.ReadAccount(account.Id, Database.Epoch(StreamKey.Of(account.Id))), default), withHolds: true);
            foreach (var problem in Differences($"account {account.Id}", "live", living.State, "facts", rebuilt).Concat(
                Differences($"account {account.Id}", "tables", tables, "facts", rebuilt))
                .Concat(Differences(
                    $"account {account.Id}", "live", living.Controls, "controls",
                    AccountFingerprint.Of(controls.IsKillSwitchOn, controls.CancelAllAt)))) yield return problem;
        }
    }

    // Even after failures, exactly the accounts without margin are being stopped out, and each event follows from the one before.
    private IEnumerable<string> Margins()
    {
        foreach (var account in Database.Accounts)
        {
            var open = new Dictionary<Currency, MarginEventKind>();
            foreach (var happened in Database.MarginEvents(account.Id))
            {
                var isEnd = happened.Kind is MarginEventKind.CallEnded or MarginEventKind.StopOutEnded;
                if (isEnd != (open.TryGetValue(
                    happened.Currency, out var begun) && happened.Kind == begun + 1) || (!isEnd && happened.Kind == begun))
                    yield return $"account {account.Id}: {happened.Kind} after {begun} at {happened.Sequence}";
                if (isEnd) open.Remove(happened.Currency);
                else open[happened.Currency] = happened.Kind;
            }

            var now = SavedAccount.Restore(Database.ReadAccount(account.Id, Database.Epoch(StreamKey.Of(account.Id))), default);
            foreach (var currency in now.MarginCurrencies.Union(open.Keys))
            {
                var state = now.FindMarginState(currency, MarkOf);
                var isBeingStoppedOut = open.GetValueOrDefault(currency) == MarginEventKind.StopOutBegan;
                if (state is not null && (state.IsStoppedOut ? !isBeingStoppedOut : isBeingStoppedOut && !state.IsCalled))
                {
                    yield return $"account {account.Id} stands at {state}, which is {open.GetValueOrDefault(currency)}";
                }
            }
        }
    }

    private Mark MarkOf(InstrumentId id) =>
        live.Instruments.GetValueOrDefault(id) is { } status
            ? new Mark(status.MarkPrice, status.IsMarkStale, status.IsMarkOfBook)
            : default;

    // After a loss of commits the instruments' stored memory is ahead of the books: both are restored together.
    private IEnumerable<string> Instruments()
    {
        foreach (var id in Database.Instruments.Select(instrument => instrument.Id))
        {
            if (live.Instruments.GetValueOrDefault(id) is not { } status)
            {
                yield return $"instrument {id} does not answer";
                continue;
            }

            if (Database.Timeline == 1 && Database.Standing(id).State != status.State)
            {
                yield return $"instrument {id} is {status.State}, its book {Database.Standing(id).State}";
            }
            // An instrument may have lost an unsaved mark.
            if (status.MarkPrice is not null && live.Marks.GetValueOrDefault(id) != status.MarkPrice)
            {
                yield return $"the mark of {id} is {status.MarkPrice}, its book has {live.Marks.GetValueOrDefault(id)}";
            }
            if (!ReferenceEquals(live.Schedules.GetValueOrDefault(id), Database.Schedules.GetValueOrDefault(id)?.Schedule))
            {
                yield return $"instrument {id} goes by another schedule than the database has";
            }
        }
    }

    // Whichever activation has booked it, after whatever failure.
    private IEnumerable<string> BookedTimes(AccountId account)
    {
        var tradedAt = Database.Instruments.SelectMany(instrument => Database.EventsOf(account, instrument.Id, after: 0))
            .Where(e => e.ExecType == ExecType.Trade)
            .ToDictionary(e => $"trade:{e.TradeId}:{(e.Side == Side.Buy ? "buy" : "sell")}", e => e.Time);
        return Database.Ledger(account).Where(
            transaction => transaction.EffectiveAt != tradedAt.GetValueOrDefault(transaction.Reference, transaction.BookedAt))
            .Select(transaction => $"account {account}: {transaction.Reference} takes effect at {transaction.EffectiveAt}, not when it happened");
    }

    private static IEnumerable<string> Differences(
        string subject, string left, StateFingerprint one, string right, StateFingerprint other) =>
        one.DifferencesTo(other).Select(part => $"{subject}: {part.Name} is {part.Own ?? "nothing"} in {left}, {part.Other ?? "nothing"} in {right}");
}
