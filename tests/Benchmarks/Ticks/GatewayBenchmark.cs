using System.Diagnostics;
using HdrHistogram;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;
using Rtx.Benchmarks.Orders;
using Rtx.Contracts;
using Rtx.Model;
using Rtx.Streams;
using StackExchange.Redis;

namespace Rtx.Benchmarks.Ticks;

/// <summary>
/// Ticks from the gateway through stream and writer to the table, in a silo in this process: nothing but RTX between the first and the last line of it. Each instrument
/// has a sender of its own, because a provider's ticks of an instrument have an order.
/// </summary>
internal sealed class GatewayBenchmark(RunningSystem system, TickLoad load, bool directCompress)
{
    private const int LatencyBatch = 500;
    private static readonly TimeSpan LatencyRun = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OrdersRun = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Full speed against the bare COPY of as many rows into the same table.</summary>
    public async Task<TickThroughput> MeasureThroughputAsync(CancellationToken cancellationToken)
    {
        await using var silo = await StartSiloAsync(cancellationToken);
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{system.Redis},allowAdmin=true");
        var gateway = silo.Services.GetRequiredService<ITickGateway>();
        var warmUp = new TickLoad(load.TicksPerInstrument / 4, load.Instruments, load.Batch);
        // Both sides warm up: the second compilation comes after seconds.
        await SendAllAsync(silo, gateway, warmUp, first: 0, cancellationToken);
        var series = Enumerable.Range(1, load.Instruments).Select(id => new QuoteSeries(id, $"T{id}")).ToList();
        await BareCopy.MeasureAsync(silo.MarketData, series, warmUp, directCompress, cancellationToken);
        var limit = await BareCopy.MeasureAsync(silo.MarketData, series, load, directCompress, cancellationToken);

        var (before, redisBefore, started) = (await CostReading.TakeAsync(silo.MarketData, cancellationToken), await ReadCpuSecondsAsync(redis), Stopwatch.GetTimestamp());
        await SendAllAsync(silo, gateway, load, warmUp.TicksPerInstrument, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var cost = (await CostReading.TakeAsync(silo.MarketData, cancellationToken)).PerOperation(before, load.Total);
        var redisMicroseconds = (await ReadCpuSecondsAsync(redis) - redisBefore) * 1e6 / load.Total;
        var bytes = (double)await ScalarAsync<decimal>(silo.MarketData, await StoredTicks.SizeQueryAsync(silo.MarketData, cancellationToken), cancellationToken)
            / await ScalarAsync<long>(silo.MarketData, "select count(*) from ticks", cancellationToken);
        var side = new MeasuredSide("ticks from gateway to committed row", load.Total, load.Total / elapsed.TotalSeconds, LatencyMs: null);
        return new TickThroughput(side, limit, cost, redisMicroseconds, bytes);
    }

    /// <summary>Latency from when a batch should have been handed to the gateway until its last row can be read in SQL, seen by asking every few milliseconds.</summary>
    public async Task<MeasuredSide> MeasureLatencyAsync(int ticksPerSecond, CancellationToken cancellationToken)
    {
        await using var silo = await StartSiloAsync(cancellationToken);
        var gateway = silo.Services.GetRequiredService<ITickGateway>();
        await OfferAsync(silo, gateway, ticksPerSecond, WarmUp, first: 0, cancellationToken);
        var histogram = await OfferAsync(silo, gateway, ticksPerSecond, LatencyRun, first: 10_000_000, cancellationToken);
        return new MeasuredSide(
            $"{ticksPerSecond:#,0} ticks/s offered, until the row is committed", histogram.TotalCount * LatencyBatch, histogram.TotalCount * LatencyBatch / LatencyRun.TotalSeconds, Latencies.PercentilesOf(histogram));
    }

    /// <summary>One caller that places orders while nothing, or a flood of ticks, goes on; the throttle bounds the flood where it is above zero.</summary>
    public async Task<MeasuredSide> MeasureOrdersAsync(bool isFlooded, int throttle, CancellationToken cancellationToken)
    {
        await using var silo = await StartSiloAsync(cancellationToken, $"--Rtx:TickWriter:MaxTicksPerSecond={throttle}");
        var trader = (await new GrainMarket(silo).MakeTradersAsync(1, 1, cancellationToken))[0];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var gateway = silo.Services.GetRequiredService<ITickGateway>();
        var flood = isFlooded ? Task.WhenAll(Enumerable.Range(2, load.Instruments).Select(id => FloodAsync(gateway, id, stop.Token))) : Task.CompletedTask;
        var name = isFlooded ? throttle > 0 ? $"order latency, ticks throttled to {throttle:#,0}/s" : "order latency, ticks at full speed" : "order latency, no ticks";
        var orders = await ClosedLoop.RunAsync(name, [trader.PlaceAsync], WarmUp, OrdersRun, cancellationToken);
        await stop.CancelAsync();
        await flood;
        return orders;
    }

    private Task<InProcessSilo> StartSiloAsync(CancellationToken cancellationToken, params string[] settings) =>
        InProcessSilo.StartAsync(system, cancellationToken, [$"--Rtx:TickWriter:DirectCompress={directCompress}", .. settings]);

    private static async Task SendAllAsync(InProcessSilo silo, ITickGateway gateway, TickLoad load, int first, CancellationToken cancellationToken)
    {
        var written = await CountWrittenAsync(silo);
        await Task.WhenAll(Enumerable.Range(1, load.Instruments).Select(id => Task.Run(
            async () =>
            {
                for (var sent = 0; sent < load.TicksPerInstrument; sent += load.Batch)
                    await SendAsync(gateway, ModelTicks(id, first + sent, Math.Min(load.Batch, load.TicksPerInstrument - sent)), cancellationToken);
            },
            cancellationToken)));
        var started = Stopwatch.GetTimestamp();
        while (await CountWrittenAsync(silo) < written + load.Total)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience) throw new TimeoutException("Not all ticks are written.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
        }
    }

    private async Task<HistogramBase> OfferAsync(InProcessSilo silo, ITickGateway gateway, int ticksPerSecond, TimeSpan duration, int first, CancellationToken cancellationToken)
    {
        var histogram = Latencies.NewHistogram();
        var perSeries = (double)ticksPerSecond / load.Instruments;
        var batches = (int)(perSeries * duration.TotalSeconds / LatencyBatch);
        var started = Stopwatch.GetTimestamp();
        var sending = Enumerable.Range(1, load.Instruments).Select(id => Task.Run(
            async () =>
            {
                for (var batch = 0; batch < batches; batch++)
                {
                    var wait = Due(batch) - Stopwatch.GetElapsedTime(started);
                    if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellationToken);
                    await SendAsync(gateway, ModelTicks(id, first + (batch * LatencyBatch), LatencyBatch), cancellationToken);
                }
            },
            cancellationToken)).ToList();
        await using var source = NpgsqlDataSource.Create(silo.MarketData);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var seen = new int[load.Instruments + 1];
        while (seen.Skip(1).Any(count => count < batches))
        {
            if (Stopwatch.GetElapsedTime(started) > duration + Patience) throw new TimeoutException("Not all ticks are written.");
            await using var watermarks = new NpgsqlCommand("select instrument_id, sequence from tick_watermarks where provider_id = 9", connection);
            await using (var reader = await watermarks.ExecuteReaderAsync(cancellationToken))
            {
                var now = Stopwatch.GetElapsedTime(started);
                while (await reader.ReadAsync(cancellationToken))
                {
                    ref var count = ref seen[reader.GetInt32(0)];
                    for (; count < batches && reader.GetInt64(1) >= first + ((count + 1) * LatencyBatch); count++) histogram.Record(now - Due(count));
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
        }

        await Task.WhenAll(sending);
        return histogram;

        TimeSpan Due(int batch) => TimeSpan.FromSeconds(batch * LatencyBatch / perSeries);
    }

    private async Task FloodAsync(ITickGateway gateway, int instrument, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            for (var sent = 0; ; sent += load.Batch) await SendAsync(gateway, ModelTicks(instrument, sent, load.Batch), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }

    private static async Task SendAsync(ITickGateway gateway, IReadOnlyList<Tick> ticks, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await gateway.SendAsync(ticks, cancellationToken);
                return;
            }
            catch (StreamQueueFullException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
            }
        }
    }

    private static Tick[] ModelTicks(int instrument, int first, int count)
    {
        var ticks = new Tick[count];
        for (var i = 0; i < count; i++)
        {
            ticks[i] = new Tick
            {
                InstrumentId = new InstrumentId(instrument),
                ProviderId = QuoteSeries.Provider,
                Kind = TickKind.Quote,
                Sequence = first + i + 1,
                Time = Timestamp.From(QuoteSeries.TimeOf(first + i)),
                Bid = new Price(QuoteSeries.BidTicks(first + i)),
                BidQty = new Quantity(QuoteSeries.BidLots(first + i)),
                Ask = new Price(QuoteSeries.AskTicks(first + i)),
                AskQty = new Quantity(QuoteSeries.AskLots(first + i)),
            };
        }

        return ticks;
    }

    private static async Task<long> CountWrittenAsync(InProcessSilo silo) =>
        (await Task.WhenAll(Enumerable.Range(0, TickStream.Shards).Select(shard => silo.Grains.GetGrain<ITickWriterGrain>(shard).GetProgress()))).Sum(writer => writer.Written);

    private static async Task<double> ReadCpuSecondsAsync(ConnectionMultiplexer redis)
    {
        var cpu = (await redis.GetServers()[0].InfoAsync("cpu")).SelectMany(section => section);
        return cpu.Where(line => line.Key is "used_cpu_sys" or "used_cpu_user").Sum(line => double.Parse(line.Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task<T> ScalarAsync<T>(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

/// <summary>Ticks at full speed.</summary>
/// <param name="System">RTX.</param>
/// <param name="Limit">The bare COPY.</param>
/// <param name="Cost">CPU here, which is gateway and silo together, and in PostgreSQL, of one tick.</param>
/// <param name="RedisMicroseconds">CPU of Redis for one tick.</param>
/// <param name="StoredBytes">Table and index, per tick.</param>
internal sealed record TickThroughput(MeasuredSide System, MeasuredSide Limit, OperationCost Cost, double RedisMicroseconds, double StoredBytes)
{
    public double RateRatio => System.PerSecond / Limit.PerSecond;
}
