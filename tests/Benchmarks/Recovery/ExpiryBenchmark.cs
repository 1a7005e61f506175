using System.Diagnostics;
using Rtx.Benchmarks.Invocation;
using Rtx.Storage.Database;

namespace Rtx.Benchmarks.Recovery;

/// <summary>Lets all orders of a large book expire at the same instant while orders are placed there and in another book.</summary>
internal sealed class ExpiryBenchmark(RunningSystem system, RecoveryMarkets markets)
{
    private const double GoalSeconds = 60;
    private const int OrdersWrittenPerSecond = 4_000;

    private static readonly TimeSpan Activation = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    public async Task<ExpiryResult> RunAsync(int orders, CancellationToken cancellationToken)
    {
        using var client = await system.ConnectAsync(cancellationToken);
        await using var database = new TradingDatabase(system.Trading);
        var (instrument, account) = await markets.MakeAsync(client, database, "X", cancellationToken);
        var (other, otherAccount) = await markets.MakeAsync(client, database, "Y", cancellationToken);
        var end = DateTimeOffset.UtcNow + Activation + Quiet + TimeSpan.FromSeconds((double)orders / OrdersWrittenPerSecond);
        await new MarketWriter(database, instrument).WriteExpiringOrdersAsync(orders, end, cancellationToken);
        await client.Instruments.GetDepthAsync(instrument.Symbol, cancellationToken: cancellationToken);
        var ready = end - DateTimeOffset.UtcNow;
        if (ready < Quiet) throw new InvalidOperationException($"The orders were written and loaded {(Quiet - ready).TotalSeconds:0} s too late to see the time before their end.");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (own, others) = (new OrderProbe(client, account, instrument.Symbol), new OrderProbe(client, otherAccount, other.Symbol));
        var probing = Task.WhenAll(own.RunAsync(stop.Token), others.RunAsync(stop.Token));
        await Task.Delay(end - DateTimeOffset.UtcNow, cancellationToken);
        var (ownBefore, othersBefore) = (own.Take(), others.Take());
        var began = Stopwatch.GetTimestamp();
        // Two events of each order that was written and expires, and two of each that was placed meanwhile and had to go at once.
        while (own.Orders is var placed && await ReadSequenceAsync(database, instrument.Id.Value, cancellationToken) < 2L * (orders + placed)) await Task.Delay(PollInterval, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await stop.CancelAsync();
        await probing;
        return new ExpiryResult("expiry", orders, seconds, GoalSeconds, ownBefore, own.Take(), othersBefore, others.Take(), own.Failures + others.Failures);
    }

    private static async Task<long> ReadSequenceAsync(TradingDatabase database, int instrument, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select sequence from stream_heads where stream_kind = 2 and stream_id = $1");
        command.Parameters.Add(new Npgsql.NpgsqlParameter<long> { TypedValue = instrument });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
