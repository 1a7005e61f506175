using Microsoft.AspNetCore.SignalR;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Wire;

namespace Rtx.ClientApi.LiveData;

/// <summary>All executions of an account, immediately and unmerged.</summary>
internal sealed class ExecutionFeed(
    Model.AccountId account, InstrumentCatalog catalog, string channel, Func<byte[], ExecutionNotice?> deserialize, ILogger logger)
    : LiveLog<ExecutionNotice, Client.ExecutionReport>(
        new Client.Resync { Kind = Client.LiveKind.Executions, AccountId = account.Value }, channel, MaxReports, deserialize, logger)
{
    private const int MaxReports = 10_000;

    protected override bool IsUrgent => true;

    protected override async ValueTask<bool> Add(ExecutionNotice message)
    {
        var reports = new List<Client.ExecutionReport>(message.Events.Count);
        foreach (var e in message.Events)
        {
            var instrument = await catalog.Get(e.OrderId.Instrument, CancellationToken.None);
            reports.Add(OrderWire.ToWire(instrument, e, message.HistoryId));
        }

        Append(reports);
        return reports.Count > 0;
    }

    protected override SerializedHubMessage Merge(IEnumerable<Client.ExecutionReport> items) =>
        Message(nameof(Client.ITradingHubClient.Executions), items.ToList());
}
