namespace Rtx.Client;

/// <summary>Instruments and market data.</summary>
public sealed class InstrumentsClient
{
    private readonly RestConnection _rest;

    internal InstrumentsClient(RestConnection rest) => _rest = rest;

    /// <summary>All instruments, by number.</summary>
    public Task<IReadOnlyList<Instrument>> ListAsync(CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<Instrument>>("api/v1/instruments", cancellationToken);

    /// <summary>One instrument.</summary>
    public Task<Instrument> GetAsync(string symbol, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<Instrument>(Path(symbol), cancellationToken);

    /// <summary>Trading state, next planned state, mark price, and during an auction its indicative result.</summary>
    public Task<InstrumentStatus> GetStatusAsync(string symbol, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<InstrumentStatus>($"{Path(symbol)}/status", cancellationToken);

    /// <summary>The trading schedule.</summary>
    public Task<InstrumentSchedule> GetScheduleAsync(string symbol, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<InstrumentSchedule>($"{Path(symbol)}/schedule", cancellationToken);

    /// <summary>Where the mark price comes from.</summary>
    public Task<MarkRules> GetMarkRulesAsync(string symbol, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<MarkRules>($"{Path(symbol)}/mark-rules", cancellationToken);

    /// <summary>The best levels of the book, 1 to 1,000 on each side.</summary>
    public Task<Depth> GetDepthAsync(string symbol, int levels = 20, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<Depth>($"{Path(symbol)}/depth?levels={levels}", cancellationToken);

    /// <summary>Recorded snapshots of the best levels, one per interval; oldest first.</summary>
    public Task<IReadOnlyList<RecordedDepth>> GetDepthHistoryAsync(
        string symbol, DepthFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new DepthFilter();
        var path = new QueryText($"{Path(symbol)}/depth/history")
            .Add("from", filter.From)
            .Add("to", filter.To)
            .Add("limit", filter.Limit);
        return _rest.GetAsync<IReadOnlyList<RecordedDepth>>(path.ToString(), cancellationToken);
    }

    /// <summary>The first orders in the queues of the book, 1 to <see cref="OrderQueue.MaxOrders"/> on each side.</summary>
    public Task<OrderQueue> GetOrderQueueAsync(string symbol, int limit = 100, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<OrderQueue>($"{Path(symbol)}/queue?limit={limit}", cancellationToken);

    /// <summary>Trades, newest first.</summary>
    /// <param name="symbol">The instrument's symbol.</param>
    /// <param name="before">Only trades before this one; null starts at the newest.</param>
    /// <param name="limit">Maximum number of items, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<TradePrint>> GetTradesAsync(
        string symbol, long? before = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        var path = new QueryText($"{Path(symbol)}/trades").Add("before", before).Add("limit", limit);
        return _rest.GetAsync<IReadOnlyList<TradePrint>>(path.ToString(), cancellationToken);
    }

    /// <summary>Candles, oldest first.</summary>
    public Task<IReadOnlyList<Candle>> GetCandlesAsync(
        string symbol, CandleFilter? filter = null, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<Candle>>(CandlesPath(symbol, filter ?? new CandleFilter()), cancellationToken);

    /// <summary>
    /// All candles from <see cref="CandleFilter.From"/> on, oldest first, read in pages of <see cref="CandleFilter.Limit"/>.
    /// </summary>
    public IAsyncEnumerable<Candle> ReadCandlesAsync(string symbol, CandleFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _rest.ReadPagesAsync<Candle>(
            CandlesPath(symbol, filter with { From = filter.From ?? DateTimeOffset.UnixEpoch }), cancellationToken);
    }

    /// <summary>The newest quote of any provider; null when there has never been one.</summary>
    public Task<Quote?> FindQuoteAsync(string symbol, CancellationToken cancellationToken = default) =>
        _rest.FindAsync<Quote>($"{Path(symbol)}/quote", cancellationToken);

    /// <summary>Statistics of the last 24 hours and the newest prices.</summary>
    /// <param name="symbol">The instrument's symbol.</param>
    /// <param name="maxAge">Maximum age of the snapshot, up to a second; null for now.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<MarketStatistics> GetStatisticsAsync(
        string symbol, TimeSpan? maxAge = null, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<MarketStatistics>($"{Path(symbol)}/statistics", maxAge, cancellationToken);

    /// <summary>Spreads of quotes by hour or minute, oldest first.</summary>
    public Task<IReadOnlyList<Spread>> GetSpreadsAsync(
        string symbol, SpreadFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new SpreadFilter();
        var path = new QueryText($"{Path(symbol)}/spreads")
            .Add("minutes", filter.Minutes)
            .Add("from", filter.From)
            .Add("to", filter.To)
            .Add("limit", filter.Limit);
        return _rest.GetAsync<IReadOnlyList<Spread>>(path.ToString(), cancellationToken);
    }

    /// <summary>
    /// Periods in which the instrument traded but no tick arrived, oldest first; of the last 24 hours unless the filter says otherwise.
    /// </summary>
    public Task<IReadOnlyList<TickGap>> GetGapsAsync(string symbol, GapFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new GapFilter();
        var path = new QueryText($"{Path(symbol)}/gaps")
            .Add("providerId", filter.ProviderId)
            .Add("longerThan", (long)filter.LongerThan.TotalSeconds)
            .Add("from", filter.From)
            .Add("to", filter.To)
            .Add("limit", filter.Limit);
        return _rest.GetAsync<IReadOnlyList<TickGap>>(path.ToString(), cancellationToken);
    }

    /// <summary>Ticks, oldest first.</summary>
    public Task<IReadOnlyList<Tick>> GetTicksAsync(
        string symbol, TickFilter? filter = null, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<IReadOnlyList<Tick>>(TicksPath(symbol, filter ?? new TickFilter()), cancellationToken);

    /// <summary>
    /// All ticks from <see cref="TickFilter.From"/> on, oldest first, read in pages of <see cref="TickFilter.Limit"/>. Ticks that arrive
    /// meanwhile cause no duplicates.
    /// </summary>
    public IAsyncEnumerable<Tick> ReadTicksAsync(string symbol, TickFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _rest.ReadPagesAsync<Tick>(
            TicksPath(symbol, filter with { From = filter.From ?? DateTimeOffset.UnixEpoch }), cancellationToken);
    }

    /// <summary>
    /// Writes all ticks of a range to a stream, oldest first; <see cref="TickFilter.Limit"/> is ignored. A failure leaves a partial file.
    /// </summary>
    /// <param name="symbol">The instrument's symbol.</param>
    /// <param name="format">csv, ndjson, csv.gz, ndjson.gz or parquet.</param>
    /// <param name="destination">The stream to write to.</param>
    /// <param name="filter">Which to read; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task DownloadTicksAsync(
        string symbol, string format, Stream destination, TickFilter? filter = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryText($"{Path(symbol)}/ticks/download")
            .Add("format", format)
            .Add("providerId", filter?.ProviderId)
            .Add("from", filter?.From)
            .Add("to", filter?.To);
        return _rest.DownloadAsync(path.ToString(), destination, cancellationToken);
    }

    /// <summary>
    /// Writes all candles of a range to a stream, oldest first; <see cref="CandleFilter.Limit"/> is ignored. A failure leaves a partial
    /// file.
    /// </summary>
    /// <param name="symbol">The instrument's symbol.</param>
    /// <param name="format">csv, ndjson, csv.gz, ndjson.gz or parquet.</param>
    /// <param name="destination">The stream to write to.</param>
    /// <param name="filter">Which to read; null for all minute candles of trades.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task DownloadCandlesAsync(
        string symbol, string format, Stream destination, CandleFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new CandleFilter();
        var path = new QueryText($"{Path(symbol)}/candles/download")
            .Add("format", format)
            .Add("priceKind", WireEnumText.Of(filter.PriceKind))
            .Add("minutes", filter.Minutes)
            .Add("from", filter.From)
            .Add("to", filter.To);
        return _rest.DownloadAsync(path.ToString(), destination, cancellationToken);
    }

    /// <summary>
    /// Writes all recorded depth of a range to a stream, oldest first; <see cref="DepthFilter.Limit"/> is ignored. CSV has one line per
    /// level. A failure leaves a partial file.
    /// </summary>
    /// <param name="symbol">The instrument's symbol.</param>
    /// <param name="format">csv, ndjson, csv.gz or ndjson.gz.</param>
    /// <param name="destination">The stream to write to.</param>
    /// <param name="filter">Which to read; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task DownloadDepthAsync(
        string symbol, string format, Stream destination, DepthFilter? filter = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryText($"{Path(symbol)}/depth/download")
            .Add("format", format)
            .Add("from", filter?.From)
            .Add("to", filter?.To);
        return _rest.DownloadAsync(path.ToString(), destination, cancellationToken);
    }

    /// <summary>The number of stored ticks of a provider.</summary>
    public Task<TickCount> CountTicksAsync(string symbol, short providerId, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<TickCount>($"{Path(symbol)}/ticks/count?providerId={providerId}", cancellationToken);

    private static string CandlesPath(string symbol, CandleFilter filter) => new QueryText($"{Path(symbol)}/candles")
        .Add("priceKind", WireEnumText.Of(filter.PriceKind))
        .Add("minutes", filter.Minutes)
        .Add("from", filter.From)
        .Add("to", filter.To)
        .Add("limit", filter.Limit)
        .ToString();

    private static string TicksPath(string symbol, TickFilter filter) => new QueryText($"{Path(symbol)}/ticks")
        .Add("providerId", filter.ProviderId)
        .Add("from", filter.From)
        .Add("to", filter.To)
        .Add("limit", filter.Limit)
        .ToString();

    private static string Path(string symbol) => $"api/v1/instruments/{PathText.Of(symbol, nameof(symbol))}";
}
