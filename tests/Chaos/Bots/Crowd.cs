using Rtx.Chaos.History;
using Rtx.Chaos.Servers;
using Rtx.Client;

namespace Rtx.Chaos.Bots;

/// <summary>All traders of a run, their accounts, and a treasurer who moves money in and out meanwhile.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int AccountsPerUser = 8;
    private const int ProbeAccountsPerBook = 4;
    private const string Password = "correct horse battery";
    private const string SpotQuote = "USD";
    // Not the currency of spot instruments, whose clearing account must balance to zero on its own.
    private const string MarginedQuote = "EUR";

    private static readonly TimeSpan TreasurerPace = TimeSpan.FromMilliseconds(500);

    private readonly ClientPool _pool;
    private readonly HistoryLog _history;
    private readonly int _seed;
    private readonly List<TraderConnection> _connections = [];
    private readonly List<Func<CancellationToken, Task>> _workers = [];
    private readonly List<long> _accounts = [];
    private readonly List<Func<CancellationToken, Task>> _followers = [];
    private readonly List<Listening> _listening = [];
    private readonly List<BookCopy> _copies = [];
    private readonly CancellationTokenSource _followsNoMore = new();
    private Task _following = Task.CompletedTask;

    private Crowd(ClientPool pool, IReadOnlyList<RtxClient> administrators, Treasury treasury, HistoryLog history, int seed) =>
        (_pool, Administrators, Treasury, _history, _seed) = (pool, administrators, treasury, history, seed);

    /// <summary>One client per API process, logged in as administrator.</summary>
    public IReadOnlyList<RtxClient> Administrators { get; }

    public Treasury Treasury { get; }

    public IReadOnlyList<Instrument> Instruments { get; private set; } = [];

    /// <summary>Accounts of all traders and probes.</summary>
    public IReadOnlyList<long> Accounts => _accounts;

    /// <summary>Creates instruments, users and accounts with money.</summary>
    /// <param name="pool">Logs them in.</param>
    /// <param name="history">Records what they do.</param>
    /// <param name="seed">Seed of their random choices.</param>
    /// <param name="bots">Number of traders.</param>
    /// <param name="instruments">Number of books; every other one is margined.</param>
    /// <param name="requestsPerSecond">Requests per second of all traders together while nothing hinders them.</param>
    public static async Task<Crowd> GatherAsync(
        ClientPool pool, HistoryLog history, int seed, int bots, int instruments, double requestsPerSecond)
    {
        var administrators = await pool.LogInAsync(TradingSystem.AdministratorName, TradingSystem.AdministratorPassword);
        var crowd = new Crowd(pool, administrators, new Treasury(administrators, history), history, seed);
        List<Instrument> made = [];
        for (var number = 1; number <= instruments; number++)
            made.Add(await crowd.Administrators[0].Administration.CreateInstrumentAsync(Contract(number)));
        crowd.Instruments = made;
        var accounts = await crowd.MakeAccountsAsync(bots + (instruments * ProbeAccountsPerBook));
        crowd.AddBots(accounts[..bots], TimeSpan.FromSeconds(bots / requestsPerSecond));
        crowd.AddProbes(accounts[bots..]);
        crowd.AddCopies(accounts[0].Clients);
        crowd._workers.Add(crowd.MoveMoneyAsync);
        return crowd;
    }

    /// <summary>Live data listeners, active until <see cref="StopFollowingAsync"/>.</summary>
    public IReadOnlyList<Listening> Listening => _listening;

    /// <summary>Book followers, one per book, active until then.</summary>
    public IReadOnlyList<BookCopy> Copies => _copies;

    /// <summary>Trades until stopped and every sent request is completed.</summary>
    public Task RunAsync(CancellationToken stop)
    {
        _following = Task.WhenAll(_followers.Select(follower => follower(_followsNoMore.Token)));
        return Task.WhenAll(_workers.Select(worker => worker(stop)));
    }

    /// <summary>Stops listening.</summary>
    public async Task StopFollowingAsync()
    {
        await _followsNoMore.CancelAsync();
        await _following;
    }

    public async ValueTask DisposeAsync()
    {
        _followsNoMore.Dispose();
        foreach (var connection in _connections) await connection.DisposeAsync();
        foreach (var copy in _copies) await copy.DisposeAsync();
    }

    private static CreateInstrumentRequest Contract(int number)
    {
        var isMargined = number % 2 == 0;
        return new CreateInstrumentRequest
        {
            Symbol = $"{(isMargined ? "MARGIN" : "SPOT")}{number}",
            Kind = isMargined ? InstrumentKind.Margined : InstrumentKind.Spot,
            BaseCurrency = $"BASE{number}",
            QuoteCurrency = isMargined ? MarginedQuote : SpotQuote,
            PriceIncrement = 0.01m,
            QuantityIncrement = 0.1m,
            MinQuantity = 0.1m,
            MaxQuantity = 1_000m,
            InitialMarginRate = isMargined ? 0.1m : 1m,
            MaintenanceMarginRate = isMargined ? 0.05m : 1m,
            MakerFeeRate = 0.0001m,
            TakerFeeRate = 0.0003m,
        };
    }

    private async Task<List<(long Account, IReadOnlyList<RtxClient> Clients)>> MakeAccountsAsync(int count)
    {
        List<(long, IReadOnlyList<RtxClient>)> accounts = [];
        var administration = Administrators[0].Administration;
        while (accounts.Count < count)
        {
            var name = $"trader-{accounts.Count}";
            var user = await administration.CreateUserAsync(
                new CreateUserRequest { UserName = name, Password = Password, Role = UserRole.Trader });
            var clients = await _pool.LogInAsync(name, Password);
            for (var number = 0; number < AccountsPerUser && accounts.Count < count; number++)
            {
                var account = await administration.CreateAccountAsync(
                    new CreateAccountRequest { OwnerId = user.UserId, Name = $"{number}" });
                accounts.Add((account.AccountId, clients));
            }
        }

        _accounts.AddRange(accounts.Select(account => account.Item1));
        await Parallel.ForEachAsync(_accounts, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (account, _) =>
        {
            await Treasury.MoveAsync(account, 100_000_000m, SpotQuote, "first");
            await Treasury.MoveAsync(account, 100_000_000m, MarginedQuote, "first");
            foreach (var spot in Instruments.Where(instrument => instrument.Kind == InstrumentKind.Spot))
                await Treasury.MoveAsync(account, 1_000_000m, spot.BaseCurrency, "first");
        });
        return accounts;
    }

    private void AddBots(IReadOnlyList<(long Account, IReadOnlyList<RtxClient> Clients)> accounts, TimeSpan pace)
    {
        var market = new Market(Instruments);
        for (var number = 0; number < accounts.Count; number++)
        {
            var (account, clients) = accounts[number];
            var connection = Connect(clients, number, isLive: number % 2 == 0);
            var listening = new Listening(account, clients);
            if (connection.IsLive)
            {
                _listening.Add(listening);
                _followers.Add(listening.KeepCopyAsync);
            }

            var bot = new Bot(
                new RecordedRequests(account, connection, _history), connection, listening, market, new Random(_seed + number), _history,
                pace);
            _workers.Add(bot.RunAsync);
            _followers.Add(bot.FollowAsync);
        }
    }

    private void AddCopies(IReadOnlyList<RtxClient> clients)
    {
        for (var number = 0; number < Instruments.Count; number++)
        {
            var copy = new BookCopy(clients[number % clients.Count], Instruments[number]);
            _copies.Add(copy);
            _followers.Add(copy.FollowAsync);
        }
    }

    private void AddProbes(IReadOnlyList<(long Account, IReadOnlyList<RtxClient> Clients)> accounts)
    {
        for (var number = 0; number < Instruments.Count; number++)
        {
            var own = accounts.Skip(number * ProbeAccountsPerBook).Take(ProbeAccountsPerBook);
            var probe = new BookProbe(
                Instruments[number],
                [
                    .. own.Select(
                        (trader, turn) => new RecordedRequests(trader.Account, Connect(trader.Clients, turn, isLive: false), _history))]);
            _workers.Add(probe.RunAsync);
        }
    }

    private TraderConnection Connect(IReadOnlyList<RtxClient> clients, int first, bool isLive)
    {
        var connection = new TraderConnection(clients, first, isLive);
        _connections.Add(connection);
        return connection;
    }

    private async Task MoveMoneyAsync(CancellationToken stop)
    {
        var dice = new Random(_seed);
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            await Treasury.MoveAsync(
                _accounts[dice.Next(_accounts.Count)],
                dice.Next(2) == 0 ? 250m : -100m,
                dice.Next(2) == 0 ? SpotQuote : MarginedQuote,
                $"move-{number}");
            await Task.Delay(TreasurerPace, CancellationToken.None);
        }
    }
}
