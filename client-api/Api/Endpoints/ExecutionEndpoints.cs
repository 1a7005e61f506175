using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.RateLimits;
using Rtx.Gateway.Access;
using Rtx.Gateway.Accounts;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Limits;
using Rtx.Gateway.Requests;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Endpoints;

internal static class ExecutionEndpoints
{
    public static void MapExecutions(this IEndpointRouteBuilder routes)
    {
        var executions = routes.MapGroup("/accounts/{accountId:long}/executions").WithTags("Accounts").WithLimit(LimitClass.Reading);
        executions.MapGet("/", List)
            .WithName("GetExecutions")
            .WithSummary("Trades of the account, newest first, or all that happened to its orders after an execution")
            .WithDescription(
                "With `reason`, instead all that happened to its orders for it, e.g. `self_trade_prevention`. With `symbol` and "
                    + "`after`, the sequence of an execution of that instrument, all that the hub tells and told after it, oldest first. A "
                    + "full page has a `Link` to the next one.")
            .WithErrors(400, 401, 404);
        executions.MapGet("/last", GetLast)
            .WithName("GetLastExecutions")
            .WithSummary("The sequence of the account's last execution of each instrument, and the histories of its book")
            .WithDescription("""
                Whoever was away reads what is behind the last that it knows of each, with `after`. Where the histories are others than
                before, a failover or a restore has lost executions: from the lower `firstSequence` of the first two that differ everything
                is read again.
                """)
            .WithErrors(401, 404);
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.ExecutionReport>>, ErrorResult>> List(
        long accountId, ClaimsPrincipal user, IGrainFactory grains, AccountAccess access, InstrumentCatalog catalog, HttpContext http,
        CancellationToken cancellationToken,
        string? symbol = null, long? orderId = null, string? reason = null, long? after = null, DateTimeOffset? before = null,
        string? cursor = null, int limit = Page.DefaultLimit)
    {
        if (await access.Check(user.ToCaller(), accountId, cancellationToken) is { } refusal) return refusal.ToHttp();
        if (Page.Check(limit) is { } error) return error.ToHttp();
        ExecReason? why = null;
        if (reason is not null)
        {
            if (!EnumText.TryParse(reason, out Client.ExecReason parsed)) return ApiError.Invalid("reason has no legal value.").ToHttp();
            why = EnumWire.ToModel(parsed);
        }

        InstrumentId? instrumentId = null;
        if (symbol is not null)
        {
            var found = await catalog.Find(symbol, cancellationToken);
            if (!found.TryGet(out var instrument, out var unknown)) return unknown.ToHttp();
            instrumentId = instrument.Id;
        }

        var (history, account, order) = (
            grains.GetGrain<IHistoryGrain>(0), new AccountId(accountId), orderId is { } id ? new OrderId(id) : default(OrderId?));
        IReadOnlyList<OrderEvent> events;
        if (after is { } known)
        {
            if (instrumentId is not { } book || before is not null || cursor is not null)
                return ApiError.Invalid("after goes with symbol, and neither with before nor with cursor.").ToHttp();
            events = await history.ReadExecutions(account, book, order, why, known, limit, cancellationToken);
            if (events.Count == limit) Cursor.LinkNext(http, nameof(after), $"{events[^1].Sequence}");
        }
        else
        {
            long[] list = [Cursor.Executions, accountId, instrumentId?.Value ?? 0, order?.Value ?? 0, (long)why.GetValueOrDefault()];
            var below = before is { } time ? new ExecutionPosition(Timestamp.From(time), default, 0) : default(ExecutionPosition?);
            if (cursor is not null)
            {
                if (
                    Cursor.Read(cursor, 3, list) is not [
                        var at and >= 0 and <= Cursor.MaxTime, var inBook and >= 0 and <= InstrumentId.Max, var sequence])
                    return Cursor.Wrong().ToHttp();
                below = new ExecutionPosition(new Timestamp(at), new InstrumentId((int)inBook), sequence);
            }

            events = await history.ListExecutions(new ExecutionQuery(account, instrumentId, order, why, below, limit), cancellationToken);
            if (events.Count == limit)
                Cursor.LinkNext(
                    http, Cursor.Of([.. list, events[^1].Time.UnixMicroseconds, events[^1].OrderId.Instrument.Value, events[^1].Sequence]));
        }

        var reports = new List<Client.ExecutionReport>(events.Count);
        foreach (var e in events) reports.Add(OrderWire.ToWire(await catalog.Get(e.OrderId.Instrument, cancellationToken), e));
        return TypedResults.Ok<IReadOnlyList<Client.ExecutionReport>>(reports);
    }

    private static async Task<Results<Ok<IReadOnlyList<Client.LastExecution>>, ErrorResult>> GetLast(
        long accountId, ClaimsPrincipal user, AccountDesk desk, CancellationToken cancellationToken) =>
        (await desk.GetLastExecutions(user.ToCaller(), accountId, cancellationToken)).ToHttp();
}
