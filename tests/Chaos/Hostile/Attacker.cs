using System.Text.Json;
using System.Text.Json.Nodes;
using Rtx.Client;

namespace Rtx.Chaos.Hostile;

/// <summary>A hostile user: his account, connections and knowledge.</summary>
internal sealed record Attacker
{
    private const int CancelAttempts = 60;

    private static readonly TimeSpan CancelDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    /// <summary>Prefix of all his client order ids.</summary>
    public required string Name { get; init; }

    public required long Account { get; init; }

    /// <summary>A client for each API process, logged in.</summary>
    public required IReadOnlyList<RtxClient> Clients { get; init; }

    /// <summary>A connection to each API process, for requests that our client would not send.</summary>
    public required IReadOnlyList<RawConnection> Raw { get; init; }

    /// <summary>Accounts of others.</summary>
    public required IReadOnlyList<long> Strangers { get; init; }

    /// <summary>The instruments of honest traders.</summary>
    public required IReadOnlyList<Instrument> Instruments { get; init; }

    /// <summary>Source of his random choices.</summary>
    public required Random Dice { get; init; }

    /// <summary>Number of resting orders where an attack needs many.</summary>
    public required int Orders { get; init; }

    public required AttackTally Tally { get; init; }

    /// <summary>A spot instrument, whose orders need no margin.</summary>
    public Instrument Spot => Instruments.First(instrument => instrument.Kind == InstrumentKind.Spot);

    /// <summary>The same attacker with unused client order ids.</summary>
    public Attacker InRound(int round) => this with { Name = $"{Name}-{round}" };

    /// <summary>Any of his clients.</summary>
    public RtxClient Client(int number) => Clients[number % Clients.Count];

    /// <summary>Sends batches of orders, several concurrently, and counts their answers; a refused batch is sent again.</summary>
    /// <param name="account">The account of the orders.</param>
    /// <param name="orders">The orders.</param>
    /// <param name="atOnce">Maximum number of concurrent batches.</param>
    /// <param name="stop">Stops it early.</param>
    public Task PlaceAllAsync(long account, IEnumerable<PlaceOrderRequest> orders, int atOnce, CancellationToken stop) =>
        Parallel.ForEachAsync(
        orders.Chunk(PlaceOrderBatchRequest.MaxOrders).Index(), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (batch, _) =>
        {
            while (!stop.IsCancellationRequested)
            {
                var reply = await Tally.SendAsync(
                    () =>
                        Client(batch.Index).Orders.PlaceBatchAsync(
                            account, new PlaceOrderBatchRequest { Orders = batch.Item }, CancellationToken.None));
                Tally.Note(reply);
                if (reply is not null) return;
                await Task.Delay(RetryDelay, CancellationToken.None);
            }
        });

    /// <summary>Cancels all orders, however long it takes to get through.</summary>
    public async Task CancelAllAsync()
    {
        for (var attempt = 0; attempt < CancelAttempts; attempt++)
        {
            if (await Tally.SendAsync(() => Client(attempt).Orders.CancelAllAsync(Account)) is not null) return;
            await Task.Delay(CancelDelay);
        }

        Tally.Find($"the orders of account {Account} could not be cancelled");
    }

    /// <summary>Sends an invalid request; it must be refused.</summary>
    public async Task SendNonsenseAsync(
        RawConnection raw, string method, string path, byte[]? body = null, string mediaType = "application/json")
    {
        const int firstRefusal = 400;
        try
        {
            var (status, answer) = await raw.SendAsync(method, path, body, mediaType);
            Tally.NoteRequest(status, CodeOf(answer));
            if (status < firstRefusal) Tally.Find($"{method} {path} was answered {status}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            await Tally.NoteNoAnswerAsync();
        }
    }

    private static string CodeOf(string answer)
    {
        try
        {
            return JsonNode.Parse(answer)?["code"]?.GetValue<string>() ?? "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "no code";
        }
    }
}
