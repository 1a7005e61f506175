using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Reads;
using Rtx.Gateway.Requests;
using Rtx.Gateway.Wire;
using Rtx.Model;

namespace Rtx.Gateway.Accounts;

/// <summary>Reads accounts for callers who may see them.</summary>
public sealed class AccountDesk(IGrainFactory grains, InstrumentCatalog catalog, AccountAccess access, ReadCache cache)
{
    /// <summary>The caller's own accounts, or all of them.</summary>
    public async Task<IReadOnlyList<Client.Account>> List(Caller caller, CancellationToken cancellationToken) =>
        [.. (await access.List(caller, cancellationToken)).Select(AccountWire.ToWire)];

    /// <summary>Balances, positions and open orders at one moment, of at most the age that the caller allows.</summary>
    public async Task<Outcome<Aged<Client.AccountSummary>>> GetSummary(
        Caller caller, long accountId, TimeSpan? maxAge, CancellationToken cancellationToken)
    {
        if (await access.Check(caller, accountId, cancellationToken) is { } refusal) return refusal;
        var summary = await cache.Get(maxAge, CacheKind.Accounts, accountId, () => ReadSummary(accountId, cancellationToken));
        return summary is null ? AccountAccess.Unknown(accountId) : summary;
    }

    /// <summary>Open margined positions, of at most the age that the caller allows.</summary>
    public async Task<Outcome<Aged<IReadOnlyList<Client.Position>>>> GetPositions(
        Caller caller, long accountId, TimeSpan? maxAge, CancellationToken cancellationToken)
    {
        if (await access.Check(caller, accountId, cancellationToken) is { } refusal) return refusal;
        var positions = await cache.Get(
            maxAge, CacheKind.Positions, accountId, async () => (await ReadSummary(accountId, cancellationToken))?.Positions);
        return positions is null ? AccountAccess.Unknown(accountId) : positions;
    }

    /// <summary>Ledger transactions, newest first.</summary>
    public async Task<Outcome<IReadOnlyList<Client.LedgerTransaction>>> GetLedger(
        Caller caller, long accountId, long? beforeSequence, int limit, CancellationToken cancellationToken)
    {
        if (await Refuse(caller, accountId, limit, cancellationToken) is { } refusal) return refusal;
        var ledger = await History.GetLedger(new AccountId(accountId), beforeSequence, limit, cancellationToken);
        return Outcome.Of<IReadOnlyList<Client.LedgerTransaction>>([.. ledger.Select(AccountWire.ToWire)]);
    }

    /// <summary>Margin calls and stop-outs, newest first.</summary>
    public async Task<Outcome<IReadOnlyList<Client.MarginEvent>>> GetMarginEvents(
        Caller caller, long accountId, long? beforeSequence, int limit, CancellationToken cancellationToken)
    {
        if (await Refuse(caller, accountId, limit, cancellationToken) is { } refusal) return refusal;
        var events = new List<Client.MarginEvent>();
        foreach (var happened in await History.GetMarginEvents(new AccountId(accountId), beforeSequence, limit, cancellationToken))
        {
            var positions = new List<Client.MarginPosition>(happened.Positions.Count);
            foreach (var position in happened.Positions)
                positions.Add(AccountWire.ToWire(await catalog.Get(position.InstrumentId, cancellationToken), position));
            events.Add(AccountWire.ToWire(happened, positions));
        }

        return Outcome.Of<IReadOnlyList<Client.MarginEvent>>(events);
    }

    /// <summary>The sequence of the account's last execution of each instrument, and the histories of its book.</summary>
    public async Task<Outcome<IReadOnlyList<Client.LastExecution>>> GetLastExecutions(
        Caller caller, long accountId, CancellationToken cancellationToken)
    {
        if (await access.Check(caller, accountId, cancellationToken) is { } refusal) return refusal;
        var last = await History.GetLastExecutions(new AccountId(accountId), cancellationToken);
        var wire = new List<Client.LastExecution>(last.Count);
        foreach (var execution in last)
        {
            wire.Add(new Client.LastExecution
            {
                Symbol = (await catalog.Get(execution.Instrument, cancellationToken)).Symbol,
                Sequence = execution.Sequence,
                Histories = [.. (execution.Histories ?? []).Select(ToWire)],
            });
        }

        return Outcome.Of<IReadOnlyList<Client.LastExecution>>(wire);
    }

    private static Client.BookHistory ToWire(HistoryStart start) =>
        new() { History = start.HistoryId, FirstSequence = start.FirstSequence };

    private IHistoryGrain History => grains.GetGrain<IHistoryGrain>(0);

    private async ValueTask<ApiError?> Refuse(Caller caller, long accountId, int limit, CancellationToken cancellationToken) =>
        await access.Check(caller, accountId, cancellationToken) ?? Page.Check(limit);

    private async Task<Client.AccountSummary?> ReadSummary(long accountId, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<IAccountGrain>(accountId).GetSummary(cancellationToken) is not { } summary) return null;
        var positions = new List<Client.Position>(summary.Positions.Count);
        foreach (var position in summary.Positions)
            positions.Add(AccountWire.ToWire(await catalog.Get(position.InstrumentId, cancellationToken), position));
        var orders = new List<Client.Order>(summary.OpenOrders.Count);
        foreach (var order in summary.OpenOrders)
            orders.Add(OrderWire.ToWire(await catalog.Get(order.InstrumentId, cancellationToken), order));
        return new Client.AccountSummary
        {
            Account = AccountWire.ToWire(summary.Account),
            Balances = [.. summary.Balances.Select(AccountWire.ToWire)],
            Positions = positions,
            OpenOrders = orders,
        };
    }
}
