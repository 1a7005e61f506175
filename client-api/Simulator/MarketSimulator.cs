using Rtx.Simulator.Demo;

namespace Rtx.Simulator;

/// <summary>
/// Keeps the demo's markets active until it is stopped: one demo user quotes, another trades. A server outage only pauses it.
/// </summary>
internal sealed class MarketSimulator(Uri url, string password, SimulationSettings settings, Action<string> remark)
{
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CleanUpPatience = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _symbols = [.. DemoInstrument.All.Select(instrument => instrument.Symbol)];
    private long _requests;
    private long _refusals;
    private long _outages;

    /// <summary>Runs until it is stopped or the time in the settings has passed.</summary>
    public async Task<SimulationResult> RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (settings.Seconds is { } seconds) end.CancelAfter(TimeSpan.FromSeconds(seconds));
        while (!end.IsCancellationRequested)
        {
            try
            {
                await TradeAsync(end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) when (IsOutage(exception))
            {
                _outages++;
                remark($"The server is away ({exception.Message}); trying again.");
                await PauseAsync(end.Token);
            }
        }

        return new SimulationResult(_requests, _refusals, _outages);
    }

    /// <summary>One session: starts from the current book, without quotes of an earlier session.</summary>
    private async Task TradeAsync(CancellationToken cancellationToken)
    {
        var run = $"sim-{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";
        await using var maker = await Trader.OpenAsync(url, DemoUser.Maker, password, DemoUser.AccountName, $"{run}-q", cancellationToken);
        await using var taker = await Trader.OpenAsync(url, DemoUser.Taker, password, DemoUser.AccountName, $"{run}-t", cancellationToken);
        await maker.CancelAllAsync(_symbols, cancellationToken);
        var markets = await OpenMarketsAsync(maker, taker, cancellationToken);
        remark($"Simulating {string.Join(", ", _symbols)} with {settings.RequestsPerSecond} requests a second.");
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1) / settings.RequestsPerSecond);
            for (var turn = 0; await timer.WaitForNextTickAsync(cancellationToken); turn = (turn + 1) % markets.Count)
                await StepAsync(markets[turn], cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await CleanUpAsync(maker);
            throw;
        }
    }

    private async Task<List<SimulatedMarket>> OpenMarketsAsync(Trader maker, Trader taker, CancellationToken cancellationToken)
    {
        var markets = new List<SimulatedMarket>(DemoInstrument.All.Count);
        foreach (var instrument in DemoInstrument.All)
        {
            // Each market has its own walk, so that one instrument's rejections do not change another's prices.
            var random = new Random(unchecked((settings.Seed * 31) + markets.Count));
            markets.Add(
                new SimulatedMarket(instrument, maker, taker, random, await maker.GetMarkAsync(instrument.Symbol, cancellationToken)));
        }

        return markets;
    }

    private async Task StepAsync(SimulatedMarket market, CancellationToken cancellationToken)
    {
        _requests++;
        try
        {
            await market.StepAsync(cancellationToken);
        }
        catch (RtxException exception) when (!IsOutage(exception))
        {
            // Halted or out of funds: the market may recover, and the others continue. Logged once per thousand rejections.
            if (_refusals++ % 1_000 == 0) remark($"{market.Symbol}: {exception.Message}");
        }
    }

    private static async Task PauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(OutagePause, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Stopped during the pause; the loop ends.
        }
    }

    private async Task CleanUpAsync(Trader maker)
    {
        using var patience = new CancellationTokenSource(CleanUpPatience);
        try
        {
            await maker.CancelAllAsync(_symbols, patience.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException || IsOutage(exception))
        {
            remark("The server is away; old quotes are cancelled at the next start.");
        }
    }

    private static bool IsOutage(Exception exception) => exception switch
    {
        RtxException error => error.Code is RtxErrorCodes.Unavailable or RtxErrorCodes.Busy or RtxErrorCodes.OutcomeUnknown or RtxErrorCodes.StaleAccount
            or RtxErrorCodes.RateLimited or RtxErrorCodes.Unauthenticated or RtxErrorCodes.UnexpectedAnswer,
        HttpRequestException or IOException or TimeoutException => true,
        // The request's own timeout; a stop is handled above.
        OperationCanceledException => true,
        _ => false,
    };
}

/// <summary>How a simulation runs.</summary>
/// <param name="RequestsPerSecond">Requests per second, over all instruments.</param>
/// <param name="Seed">The same seed makes the same decisions.</param>
/// <param name="Seconds">Duration; null runs until stopped.</param>
internal sealed record SimulationSettings(int RequestsPerSecond, int Seed, double? Seconds);

/// <summary>What a simulation did.</summary>
internal sealed record SimulationResult(long Requests, long Refusals, long Outages);
