using Rtx.Chaos.Faults;
using Rtx.Chaos.History;
using Rtx.Client;

namespace Rtx.Chaos.Checking;

/// <summary>
/// Compares a history with SQL: everything a client was told must be there, and everything there must have been requested. The history may
/// be a part of the run that ended before SQL was read; later rows in SQL are then ignored. Losses that a failover allows may be missing,
/// but clients that were told of them must also have been told to read again.
/// </summary>
internal sealed class HistoryChecker
{
    // Answers that say that nothing was decided.
    private static readonly HashSet<string> NothingDecided =
        [RtxErrorCodes.Busy, RtxErrorCodes.Unavailable, RtxErrorCodes.RateLimited, RtxErrorCodes.StaleAccount];

    // Answers that leave the outcome open.
    private static readonly HashSet<string> InDoubt = [RequestFailed.NoAnswer, RtxErrorCodes.OutcomeUnknown];

    // Answers that report a server defect.
    private static readonly HashSet<string> Blames = [RtxErrorCodes.InternalError, RtxErrorCodes.UnexpectedAnswer];

    private readonly SqlFacts _facts;
    private readonly Losses _losses;
    private readonly List<Difference> _differences = [];
    private readonly Dictionary<long, List<RequestSent>> _sent = [];
    private readonly Dictionary<long, List<HistoryRecord>> _answers = [];
    private readonly Dictionary<(long Order, long Trade), long> _toldTrades = [];
    private readonly HashSet<(long Request, int Attempt)> _lostAnswers = [];
    private readonly HashSet<(long Account, long Order)> _lostOrders = [];
    private readonly Dictionary<(Failover Failover, long Account), DateTimeOffset> _lostExecutions = [];
    private readonly Dictionary<long, List<DateTimeOffset>> _readAgain = [];

    private readonly ILookup<long, EventRow> _amendments;

    private HistoryChecker(SqlFacts facts, Losses losses)
    {
        (_facts, _losses) = (facts, losses);
        _amendments = facts.Events.Values.Where(e => e.ExecType == (short)ExecType.Replaced).ToLookup(e => e.OrderId);
    }

    /// <summary>Returns the differences.</summary>
    /// <param name="history">What clients did and were told, in order.</param>
    /// <param name="facts">SQL, read after the last record.</param>
    /// <param name="isComplete">Whether the history holds every request that was ever sent.</param>
    /// <param name="losses">Losses that failovers allow; records the actual ones.</param>
    public static IReadOnlyList<Difference> Check(IReadOnlyList<HistoryRecord> history, SqlFacts facts, bool isComplete, Losses losses)
    {
        var checker = new HistoryChecker(facts, losses);
        foreach (var record in history) checker.Take(record);
        checker.CheckRequests();
        if (isComplete) checker.CheckNothingElse();
        if (isComplete) checker.CheckReadAgain();
        return checker._differences;
    }

    private void Take(HistoryRecord record)
    {
        switch (record)
        {
            case RequestSent sent:
                ListOf(_sent, sent.Request).Add(sent);
                break;
            case RequestAnswered answered:
                ListOf(_answers, answered.Request).Add(answered);
                foreach (var order in answered.Orders) CheckOrder(answered, order);
                foreach (var fill in answered.Fills) CheckFill(answered, answered.Orders[0], fill);
                break;
            case RequestFailed failed:
                ListOf(_answers, failed.Request).Add(failed);
                break;
            case ExecutionTold told:
                CheckExecution(told, told.Report);
                break;
            case FundsMoved moved:
                CheckFunds(moved);
                break;
            case ToldToReadAgain again:
                ListOf(_readAgain, again.AccountId).Add(again.Time);
                break;
        }
    }

    // An answer names the event of its state, so it is compared with that event and not only with the final state of the order.
    private void CheckOrder(RequestAnswered answer, Order order)
    {
        var instrument = _facts.Instruments[order.Symbol];
        _losses.Tell(instrument.InstrumentId, order.Sequence, order.UpdatedAt, answer.Time);
        var found = _facts.Events.GetValueOrDefault((instrument.InstrumentId, order.Sequence));
        if (found is null || found.OrderId != order.OrderId || found.AccountId != order.AccountId)
        {
            if (IsLost(answer, order, instrument, order.Sequence)) return;
            Report(
                DifferenceKind.AcknowledgementLost,
                $"order {order.OrderId} ({order.ClientOrderId}) was told at sequence {order.Sequence} of {order.Symbol}; SQL has "
                    + $"{Text(found)}");
            return;
        }

        var told = (
            order.ClientOrderId, (short)order.Side, (short)order.Status, Lots(instrument, order.OrderQty), Lots(instrument, order.CumQty),
            Lots(instrument, order.LeavesQty));
        var stored = (
            found.ClientOrderId, found.Side, found.Status, (decimal)found.OrderLots, (decimal)found.CumLots, (decimal)found.LeavesLots);
        if (told != stored || (order.Price is { } price && !IsPriceOf(order, price / instrument.PriceIncrement, found.PriceTicks)))
        {
            if (IsLost(answer, order, instrument, order.Sequence)) return;
            Report(
                DifferenceKind.AcknowledgementChanged,
                $"order {order.OrderId} at sequence {order.Sequence} was told as {told} at {order.Price}; SQL has {stored} at "
                    + $"{found.PriceTicks} ticks");
        }

        CheckPresent(order, instrument);
    }

    private bool IsLost(RequestAnswered answer, Order order, InstrumentRow instrument, long sequence)
    {
        if (_losses.Lose(instrument.InstrumentId, sequence, order.UpdatedAt, answer.Time) is null) return false;
        _lostAnswers.Add((answer.Request, answer.Attempt));
        _lostOrders.Add((order.AccountId, order.OrderId));
        return true;
    }

    // A waiting trailing stop follows the market without an event.
    private static bool IsPriceOf(Order order, decimal told, long stored) =>
        order is { OrderType: OrderType.TrailingStop or OrderType.TrailingStopLimit, Place: OrderPlace.Trigger }
        ? order.Side == Side.Sell ? told >= stored : told <= stored
        : told == stored;

    private void CheckPresent(Order order, InstrumentRow instrument)
    {
        if (!_facts.Orders.TryGetValue(order.OrderId, out var present))
        {
            Report(DifferenceKind.AcknowledgementLost, $"order {order.OrderId} ({order.ClientOrderId}) has no row");
            return;
        }

        var isClosed = order.LeavesQty == 0;
        if (present.Sequence < order.Sequence
            || present.CumLots < Lots(instrument, order.CumQty)
            || (isClosed && present.Sequence != order.Sequence))
            Report(
                DifferenceKind.AcknowledgementUndone,
                $"order {order.OrderId} was told at sequence {order.Sequence} with {order.CumQty} traded and {order.LeavesQty} open; "
                    + $"its row is {present}");
    }

    private void CheckFill(RequestAnswered answer, Order order, Fill fill)
    {
        var instrument = _facts.Instruments[order.Symbol];
        _losses.Tell(instrument.InstrumentId, SqlFacts.SequenceOf(fill.TradeId), order.UpdatedAt, answer.Time);
        var trade = _facts.Trades.GetValueOrDefault(fill.TradeId);
        var isThere = trade is not null
            && trade.Lots == Lots(instrument, fill.LastQty) && trade.PriceTicks == fill.LastPx / instrument.PriceIncrement
            && (order.Side == Side.Buy ? (trade.BuyOrderId, trade.SellOrderId) : (trade.SellOrderId, trade.BuyOrderId)) == (
                order.OrderId, fill.RestingOrderId);
        if (!isThere && !IsLost(answer, order, instrument, SqlFacts.SequenceOf(fill.TradeId)))
            Report(DifferenceKind.FillLost, $"order {order.OrderId} was told of {fill}; SQL has {trade?.ToString() ?? "no such trade"}");
    }

    private void CheckExecution(ExecutionTold told, ExecutionReport report)
    {
        var instrument = _facts.Instruments[report.Symbol];
        _losses.Tell(instrument.InstrumentId, report.Sequence, report.Time, told.Time);
        var found = _facts.Events.GetValueOrDefault((instrument.InstrumentId, report.Sequence));
        var isThere = IsTold(instrument, found, report);
        if (!isThere && _losses.Lose(instrument.InstrumentId, report.Sequence, report.Time, told.Time) is { } failover)
        {
            _lostOrders.Add((report.AccountId, report.OrderId));
            _lostExecutions[(failover, report.AccountId)] = told.Time;
            return;
        }

        if (report.TradeId is { } trade && _toldTrades.TryGetValue((report.OrderId, trade), out var other) && other != report.Sequence)
            Report(
                DifferenceKind.TradeDoubled,
                $"trade {trade} was told to order {report.OrderId} at the sequences {other} and {report.Sequence}");
        if (report.TradeId is { } known) _toldTrades[(report.OrderId, known)] = report.Sequence;
        if (!isThere)
            Report(
                report.TradeId is null ? DifferenceKind.ExecutionUnexplained : DifferenceKind.FillLost,
                $"{report.Symbol} {report.Sequence} was told as {report}; SQL has {Text(found)}");
    }

    private static bool IsTold(InstrumentRow instrument, EventRow? found, ExecutionReport report) =>
        found is not null
            && found.OrderId == report.OrderId && found.AccountId == report.AccountId && found.ExecType == (short)report.ExecType

            && found.Status == (short)report.Status && found.CumLots == Lots(instrument, report.CumQty)
            && found.LeavesLots == Lots(instrument, report.LeavesQty)
        && found.TradeId == (report.TradeId ?? 0) && found.LastLots == Lots(instrument, report.LastQty ?? 0)
        && found.LastTicks == (report.LastPx ?? 0) / instrument.PriceIncrement;

    private void CheckFunds(FundsMoved moved)
    {
        var found = _facts.Movements.GetValueOrDefault((moved.AccountId, moved.Reference));
        if (found is null && moved.IsAnswered && _losses.LoseElse(moved.Time)) return;
        if (found is null ? moved.IsAnswered : found != new MovementRow(moved.Currency, moved.Amount))
            Report(
                DifferenceKind.FundsLost,
                $"{moved.Amount} {moved.Currency} of account {moved.AccountId} ({moved.Reference}); "
                + $"SQL has {found?.ToString() ?? "nothing"}");
    }

    private void CheckRequests()
    {
        foreach (var (request, attempts) in _sent)
        {
            var sent = attempts[0];
            IReadOnlyList<HistoryRecord> all = _answers.GetValueOrDefault(request) ?? [];
            IReadOnlyList<HistoryRecord> answers =
                [.. all.Where(answer => answer is not RequestAnswered done || !_lostAnswers.Contains((request, done.Attempt)))];
            IReadOnlyList<PlaceOrderRequest> placed = sent.Place is { } single ? [single] : sent.PlaceList?.Orders ?? [];
            if (placed.Count > 0) CheckPlacement(sent, attempts.Count, placed, answers);
            if (sent.Amend is { } amend) CheckAmendment(sent, amend, answers);
            if (sent.Amend is null && sent.OrderId is { } cancelled) CheckCancel(sent.AccountId, cancelled, answers);
            if (sent.ClientOrderId is { } name) CheckCancel(sent.AccountId, name, answers);
        }
    }

    private void CheckPlacement(
        RequestSent sent, int attempts, IReadOnlyList<PlaceOrderRequest> placed, IReadOnlyList<HistoryRecord> answers)
    {
        var there = placed.Count(order => Knows(sent.AccountId, order.ClientOrderId));
        var what = $"request {sent.Request} of account {sent.AccountId}: {string.Join(", ", placed.Select(order => order.ClientOrderId))}";
        if (there != 0 && there != placed.Count) Report(DifferenceKind.HalfDone, $"{what}: {there} of {placed.Count} are in SQL");
        foreach (var order in placed) CheckContent(sent.AccountId, order);
        var codes = answers.OfType<RequestFailed>().Select(answer => answer.Code).ToList();
        CheckNoServerError(sent, codes);
        var isAnswered = answers.Any(answer => answer is RequestAnswered);
        foreach (
            var order in answers.OfType<RequestAnswered>()
                .SelectMany(answer => answer.Orders)
                .Where(order => !placed.Any(asked => IsNameOf(sent.AccountId, asked, order))))
            Report(DifferenceKind.OrderDoubled, $"{what}: answered with order {order.OrderId}, which has none of these names in SQL");
        if (isAnswered && there == 0) Report(DifferenceKind.AcknowledgementLost, $"{what}: acknowledged and not in SQL");
        if (there > 0 && answers.Count == attempts && codes.Count == attempts && codes.TrueForAll(NothingDecided.Contains))
            Report(DifferenceKind.DecidedInSilence, $"{what}: in SQL, though the answers were {string.Join(", ", codes)}");
        // Bots never reuse a client order id for a different request.
        if (codes.Contains(RtxErrorCodes.DuplicateClientOrderId))
            Report(DifferenceKind.CalledDuplicate, $"{what}: the same request was refused as another one with its name");
        foreach (var refused in answers.OfType<RequestFailed>().Where(answer => IsRefusal(answer.Code)))
            CheckRefusal(what, placed, refused);
    }

    private bool IsNameOf(long account, PlaceOrderRequest asked, Order answered) =>
        _facts.Names.GetValueOrDefault((account, asked.ClientOrderId)) == answered.OrderId;

    // The order in SQL must match the request.
    private void CheckContent(long account, PlaceOrderRequest request)
    {
        if (!_facts.Names.TryGetValue((account, request.ClientOrderId), out var id) || _facts.FirstEventOf(id) is not { } first) return;
        var instrument = _facts.Instruments[request.Symbol];
        var asked = (
            account, instrument.InstrumentId, (short)request.Side, (short)request.OrderType,
            request.OrderQty / instrument.QuantityIncrement);
        var stored = (first.AccountId, first.InstrumentId, first.Side, first.OrderType, (decimal)first.OrderLots);
        if (asked != stored)
            Report(DifferenceKind.AcknowledgementChanged, $"{request.ClientOrderId} asked for {asked}; SQL began with {stored}");
    }

    private void CheckRefusal(string what, IReadOnlyList<PlaceOrderRequest> placed, RequestFailed refused)
    {
        // A list without the shape of its kind takes no client order ids; and an id that is taken says nothing about its order.
        if (refused.Code is RtxErrorCodes.InvalidList or RtxErrorCodes.DuplicateClientOrderId) return;
        var reasons = placed.Select(order => ReasonOf(refused.AccountId, order.ClientOrderId)).ToList();
        if (!reasons.Contains(refused.Code) && !_losses.LoseElse(refused.Time))
        {
            var stored = string.Join(", ", reasons.Select(reason => reason ?? "nothing"));
            Report(DifferenceKind.RefusalUnexplained, $"{what}: refused as {refused.Code}; SQL has {stored}");
        }
    }

    private string? ReasonOf(long account, string name)
    {
        if (_facts.Refusals.TryGetValue((account, name), out var refusal)) return CodeOf(refusal);
        return _facts.Names.TryGetValue((account, name), out var id) && _facts.FirstEventOf(id) is { RejectReason: not 0 and var reason }
            ? CodeOf(reason)
            : null;
    }

    private void CheckAmendment(RequestSent sent, AmendOrderRequest amend, IReadOnlyList<HistoryRecord> answers)
    {
        var order = sent.OrderId!.Value;
        CheckKnown(sent.AccountId, order, answers);
        foreach (var answer in answers.OfType<RequestAnswered>())
        {
            var instrument = _facts.Instruments[answer.Orders[0].Symbol];
            // A post-only order may slide away from the requested price.
            var asked = answer.Orders[0].PostOnly == PostOnly.Slide ? null : amend.Price;
            var isThere = _amendments[order].Any(e => e.Sequence <= answer.Orders[0].Sequence

                    && (amend.NewClientOrderId is null || amend.NewClientOrderId == e.ClientOrderId)
                    && (amend.OrderQty is not { } quantity || Lots(instrument, quantity) == e.OrderLots)
                && (asked is not { } price || price / instrument.PriceIncrement == e.PriceTicks));
            if (!isThere)
                Report(
                    DifferenceKind.AmendmentLost,
                    $"request {sent.Request}: {amend} of order {order} was acknowledged; SQL has no such event");
        }

        var codes = answers.OfType<RequestFailed>().Select(answer => answer.Code).ToList();
        CheckNoServerError(sent, codes);
        // Answers that a failover may have lost are left out: without any nothing was denied.
        if (amend.NewClientOrderId is { } name
            && codes.Count > 0
            && codes.Count == answers.Count
            && codes.TrueForAll(NothingDecided.Contains)
            && Knows(sent.AccountId, name))
            Report(
                DifferenceKind.DecidedInSilence,
                $"request {sent.Request}: the name {name} is taken, though the answers were {string.Join(", ", codes)}");
    }

    private void CheckCancel(long account, long order, IReadOnlyList<HistoryRecord> answers)
    {
        CheckKnown(account, order, answers);
        CheckClosed(order, answers);
    }

    private void CheckCancel(long account, string name, IReadOnlyList<HistoryRecord> answers)
    {
        if (_facts.Names.TryGetValue((account, name), out var order)) CheckCancel(account, order, answers);
        else if (_facts.Refusals.ContainsKey((account, name)) && IsCalledUnknown(answers))
            Report(DifferenceKind.OrderForgotten, $"the refused order {name} of account {account} is there, and was answered as unknown");
    }

    private void CheckNoServerError(RequestSent sent, List<string> codes)
    {
        foreach (var code in codes.Where(Blames.Contains))
            Report(DifferenceKind.ServerFailed, $"request {sent.Request} of account {sent.AccountId} was answered by {code}");
    }

    // Bots change and cancel only orders that were acknowledged, or that they gave up: if such an order is unknown, it must not appear.
    private void CheckKnown(long account, long order, IReadOnlyList<HistoryRecord> answers)
    {
        if (IsCalledUnknown(answers) && !_lostOrders.Contains((account, order)))
            Report(DifferenceKind.OrderForgotten, $"order {order} is there, and was answered as unknown");
    }

    private static bool IsCalledUnknown(IReadOnlyList<HistoryRecord> answers) =>
        answers.OfType<RequestFailed>().Any(answer => answer.Code == RtxErrorCodes.UnknownOrder);

    private void CheckClosed(long order, IReadOnlyList<HistoryRecord> answers)
    {
        var isClosed = answers.Any(answer =>
            answer is RequestAnswered || (answer is RequestFailed { Code: RtxErrorCodes.OrderClosed } && !_losses.MayBeLost(answer.Time)));
        if (isClosed && _facts.Orders.GetValueOrDefault(order) is { LeavesLots: > 0 } open)
            Report(DifferenceKind.AcknowledgementUndone, $"order {order} was told to be closed; its row is {open}");
    }

    // A client that keeps working with a lost event would never learn that it is lost.
    private void CheckReadAgain()
    {
        foreach (var ((failover, account), told) in _lostExecutions)
        {
            var after = told > failover.Promoted ? told : failover.Promoted;
            if (!(_readAgain.GetValueOrDefault(account) ?? []).Exists(again => again > after && again < failover.ToReadAgainUntil))
                Report(
                    DifferenceKind.NeverTold,
                    $"account {account} was told at {told:HH:mm:ss.fff} of what a failover lost, and never to read again");
        }
    }

    private void CheckNothingElse()
    {
        var asked = _sent.Values.SelectMany(attempts => attempts)
            .SelectMany(sent => (sent.Place is { } single ? [single] : sent.PlaceList?.Orders ?? [])
                .Select(order => (sent.AccountId, Name: order.ClientOrderId))
                .Concat(sent.Amend?.NewClientOrderId is { } name ? [(sent.AccountId, name)] : []))
            .ToHashSet();
        foreach (var (account, name) in _facts.Names.Keys.Concat(_facts.Refusals.Keys).Where(name => !asked.Contains(name)))
            Report(DifferenceKind.NobodyAsked, $"account {account} has an order {name} that was never asked for");
    }

    private bool Knows(long account, string name) =>
        _facts.Names.ContainsKey((account, name)) || _facts.Refusals.ContainsKey((account, name));

    private static bool IsRefusal(string code) => !NothingDecided.Contains(code) && !InDoubt.Contains(code) && !Blames.Contains(code);

    private static string CodeOf(short reason) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(((Model.RejectReason)reason).ToString());

    private static decimal Lots(InstrumentRow instrument, decimal quantity) => quantity / instrument.QuantityIncrement;

    private static string Text(EventRow? row) => row?.ToString() ?? "no event there";

    private static List<T> ListOf<T>(Dictionary<long, List<T>> lists, long key)
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        return list;
    }

    private void Report(string kind, string text) => _differences.Add(new Difference(kind, text));
}
