using Rtx.Chaos.Bots;
using Rtx.Chaos.Hostile.Schemes;
using Rtx.Chaos.Servers;
using Rtx.Client;

namespace Rtx.Chaos.Hostile;

/// <summary>All hostile traders of a run: one user per attack on the service, and a pair of friends per scheme.</summary>
internal sealed class Mob
{
    private const string Password = "what is yours is mine";
    private const decimal Deposit = 10_000_000m;
    private const int SchemesAtOnce = 6;

    private readonly List<(AttackKind Kind, Attacker Attacker)> _attackers = [];
    private readonly List<Pair> _pairs = [];
    private readonly List<long> _accounts = [];
    private int _rounds;

    /// <summary>Checks what they leave behind; the orders of its accounts are not in the history either.</summary>
    public Witness Witness { get; private set; } = null!;

    /// <summary>Their accounts; the history has only their movements of money.</summary>
    public IReadOnlyList<long> Accounts => _accounts;

    public IReadOnlyList<Pair> Pairs => _pairs;

    /// <summary>Instruments created for the pairs.</summary>
    public IReadOnlyList<Instrument> Instruments => [.. _pairs.SelectMany(pair => pair.Instruments)];

    /// <summary>The tally of each of them.</summary>
    public IReadOnlyList<AttackTally> Tallies =>
        [.. _attackers.Select(attacker => attacker.Attacker.Tally), .. _pairs.Select(pair => pair.Tally)];

    /// <summary>Creates users and accounts, with money.</summary>
    /// <param name="settings">The attacks, and the seed of the choices.</param>
    /// <param name="system">The system under attack.</param>
    /// <param name="pool">Logs them in.</param>
    /// <param name="crowd">The traders under attack.</param>
    public static async Task<Mob> GatherAsync(ChaosSettings settings, TradingSystem system, ClientPool pool, Crowd crowd)
    {
        var mob = new Mob();
        foreach (var (number, kind) in AttackCatalog.Attacks.Where(kind => settings.Attacks.Contains(kind.Name)).Index())
            await mob.AddAttackerAsync(kind, settings, number, system, pool, crowd);
        var house = await NewUserAsync("house", pool, crowd);
        var customer = await mob.NewFriendAsync(house, "customer", new AttackTally("customer"), crowd);
        foreach (
            var currency in crowd.Instruments.Select(instrument => instrument.QuoteCurrency)
                .Append(Pair.Money)
                .Append(Pair.OtherMoney)
                .Distinct())
            await customer.PayInAsync(Deposit, currency);
        mob.Witness = new Witness(customer);
        await mob.AddPairsAsync(settings, house, pool, crowd);
        return mob;
    }

    /// <summary>Attacks the service until stopped, and plays every scheme once. Leaves no open order.</summary>
    public Task AttackAsync(CancellationToken stop) => Task.WhenAll(
        AttackServiceAsync(stop),
        Parallel.ForEachAsync(
            _pairs, new ParallelOptions { MaxDegreeOfParallelism = SchemesAtOnce }, async (pair, _) => await pair.PlayAsync()));

    /// <summary>Attacks the service until stopped. Leaves no open order of an attacker.</summary>
    public async Task AttackServiceAsync(CancellationToken stop)
    {
        _rounds++;
        await Task.WhenAll(
            _attackers.Select(
                attacker => Task.Run(() => attacker.Kind.RunAsync(attacker.Attacker.InRound(_rounds), stop), CancellationToken.None)));
        foreach (var (_, attacker) in _attackers) await attacker.CancelAllAsync();
    }

    private async Task AddPairsAsync(
        ChaosSettings settings, (long UserId, IReadOnlyList<RtxClient> Clients) house, ClientPool pool, Crowd crowd)
    {
        var schemes = AttackCatalog.Schemes.Where(kind => settings.Attacks.Contains(kind.Name)).ToArray();
        if (schemes.Length == 0) return;
        new Random(settings.Seed).Shuffle(schemes);
        var (one, other, third) = (
            await NewUserAsync("friend-one", pool, crowd), await NewUserAsync("friend-other", pool, crowd),
            await NewUserAsync("friend-third", pool, crowd));
        List<Friend> founders = [];
        foreach (var name in new[] { "first", "second" })
            founders.Add(await NewFriendAsync(house, name, new AttackTally("founders"), crowd));
        foreach (var founder in founders) await founder.PayInAsync(Deposit, Pair.Money);
        foreach (var (number, kind) in schemes.Index())
        {
            var tally = new AttackTally(kind.Name);
            _pairs.Add(new Pair(
                kind, await NewFriendAsync(one, kind.Name, tally, crowd), await NewFriendAsync(other, kind.Name, tally, crowd),
                await NewFriendAsync(third, kind.Name, tally, crowd), founders,
                crowd.Administrators[0], $"THIN{number}-", tally));
        }
    }

    private async Task AddAttackerAsync(
        AttackKind kind, ChaosSettings settings, int number, TradingSystem system, ClientPool pool, Crowd crowd)
    {
        var user = await NewUserAsync($"hostile-{kind.Name}", pool, crowd);
        var account = await NewAccountAsync(user.UserId, kind.Name, crowd);
        foreach (
            var currency in crowd.Instruments.SelectMany(instrument => new[] { instrument.BaseCurrency, instrument.QuoteCurrency })
                .Distinct())
            await crowd.Treasury.MoveAsync(account, Deposit, currency, "first");
        _attackers.Add((kind, new Attacker
        {
            Name = kind.Name,
            Account = account,
            Clients = user.Clients,
            Raw = [.. system.Apis.Select(api => new RawConnection(pool.NewHttp(api.Address), user.Clients[0].AccessToken!))],
            Strangers = crowd.Accounts,
            Instruments = crowd.Instruments,
            Dice = new Random(settings.Seed + number),
            Orders = settings.HostileOrders,
            Tally = new AttackTally(kind.Name),
        }));
    }

    private async Task<Friend> NewFriendAsync(
        (long UserId, IReadOnlyList<RtxClient> Clients) user, string name, AttackTally tally, Crowd crowd) =>
        new(await NewAccountAsync(user.UserId, name, crowd), user.Clients, crowd.Treasury, tally);

    private async Task<long> NewAccountAsync(long userId, string name, Crowd crowd)
    {
        var account = await crowd.Administrators[0].Administration.CreateAccountAsync(
            new CreateAccountRequest { OwnerId = userId, Name = name });
        _accounts.Add(account.AccountId);
        return account.AccountId;
    }

    private static async Task<(long UserId, IReadOnlyList<RtxClient> Clients)> NewUserAsync(string name, ClientPool pool, Crowd crowd)
    {
        var user = await crowd.Administrators[0].Administration.CreateUserAsync(
            new CreateUserRequest { UserName = name, Password = Password, Role = UserRole.Trader });
        return (user.UserId, await pool.LogInAsync(name, Password));
    }
}
