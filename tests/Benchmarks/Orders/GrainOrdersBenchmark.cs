using Npgsql;
using Rtx.Benchmarks.Invocation;
using Rtx.Benchmarks.Measuring;

namespace Rtx.Benchmarks.Orders;

/// <summary>
/// Orders at the grain, in a silo in this process: an order counts when its answer is there, and the run ends when both sides of every trade are settled. One
/// caller is held against bare commits, many against a bulk load of the very rows that they left.
/// </summary>
internal sealed class GrainOrdersBenchmark(RunningSystem system, TimeSpan duration)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task<Result> MeasureLatencyAsync(CancellationToken cancellationToken)
    {
        var limit = await BareCommits.MeasureAsync(system.Trading, callers: 1, WarmUp, duration, cancellationToken);
        var (orders, cost) = await RunAsync(callers: 1, instruments: 1, _ => Task.CompletedTask, cancellationToken);
        return new Result("orders at the grain", "1 caller", orders, limit) { Cost = cost };
    }

    public async Task<Result> MeasureThroughputAsync(int callers, int instruments, CancellationToken cancellationToken)
    {
        MeasuredSide? limit = null;
        var (orders, cost) = await RunAsync(callers, instruments, async trading => limit = await BulkLoad.MeasureAsync(trading, cancellationToken), cancellationToken);
        return new Result("orders at the grain", $"{callers} callers, {instruments} books", orders, limit!) { Cost = cost };
    }

    private async Task<(MeasuredSide Orders, OperationCost Cost)> RunAsync(int callers, int instruments, Func<string, Task> afterwards, CancellationToken cancellationToken)
    {
        await using var silo = await InProcessSilo.StartAsync(system, cancellationToken);
        var traders = await new GrainMarket(silo).MakeTradersAsync(callers, instruments, cancellationToken);
        var operations = traders.Select(trader => (Func<CancellationToken, Task>)trader.PlaceAsync).ToArray();
        await ClosedLoop.RepeatAsync(operations, WarmUp, cancellationToken);
        var before = await CostReading.TakeAsync(silo.Trading, cancellationToken);
        var orders = await ClosedLoop.RunAsync("durable orders, settled", operations, TimeSpan.Zero, duration, () => AwaitSettledAsync(silo.Trading, cancellationToken), cancellationToken);
        var cost = (await CostReading.TakeAsync(silo.Trading, cancellationToken)).PerOperation(before, orders.Count);
        await afterwards(silo.Trading);
        return (orders, cost);
    }

    private static async Task AwaitSettledAsync(string trading, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(trading);
        await using var unsettled = source.CreateCommand(
            """
            select count(*) from unsettled_accounts u
            where exists (select from order_events e where e.account_id = u.account_id and e.instrument_id = u.instrument_id and e.sequence > u.settled_sequence and e.exec_type = 15)
            """);
        using var patience = new CancellationTokenSource(Patience);
        while ((long)(await unsettled.ExecuteScalarAsync(patience.Token))! > 0) await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
    }
}
