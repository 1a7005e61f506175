using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Rtx.Domain.Matching.Records;
using Rtx.Model;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;
using Rtx.Storage.Trading;

namespace Rtx.Benchmarks.Recovery;

/// <summary>Fills a book and writes what happened in it as a silo would. All is settled afterwards, as in a book that has been there for a while.</summary>
internal sealed class MarketWriter(TradingDatabase database, Instrument instrument)
{
    private const int Accounts = 1_000;
    private const int EventsPerUnit = 5_000;
    private const int Middle = 1_000_000;

    private readonly Random _random = new(1);
    private readonly RecordedBook _book = new(instrument);
    private readonly OrderEventLog _waiting = new();
    private IReadOnlyList<AccountId> _accounts = [];
    private GroupCommit? _commits;
    private long _epoch;
    private long _written;

    /// <summary>Rests orders on 10,000 prices.</summary>
    /// <returns>Events written.</returns>
    public Task<long> WriteOpenOrdersAsync(int orders, CancellationToken cancellationToken) => WriteAsync(
        async () =>
        {
            for (var i = 0; i < orders; i++)
            {
                var side = i % 2 == 0 ? Side.Buy : Side.Sell;
                Submit(i, side, Middle - (side.Sign() * (1 + _random.Next(5_000))));
                await FlushWhenFullAsync();
            }
        },
        cancellationToken);

    /// <summary>Rests buy orders on 5,000 prices that all expire at the same instant.</summary>
    /// <returns>Events written.</returns>
    public Task<long> WriteExpiringOrdersAsync(int orders, DateTimeOffset expireTime, CancellationToken cancellationToken) => WriteAsync(
        async () =>
        {
            var instructions = new OrderInstructions { ExpireTime = Timestamp.From(expireTime) };
            for (var i = 0; i < orders; i++)
            {
                Submit(i, Side.Buy, Middle - 1 - _random.Next(5_000), instructions);
                await FlushWhenFullAsync();
            }
        },
        cancellationToken);

    /// <summary>Trades around a price: of five commands two cancel.</summary>
    /// <returns>Events written.</returns>
    public Task<long> WriteTradingAsync(int events, CancellationToken cancellationToken) => WriteAsync(
        async () =>
        {
            List<(AccountId Account, OrderId Id)> placed = [];
            for (var i = 0; _book.Book.Sequence < events; i++)
            {
                if (_random.Next(5) < 2 && placed.Count > 0)
                {
                    var index = _random.Next(placed.Count);
                    var (account, id) = placed[index];
                    placed[index] = placed[^1];
                    placed.RemoveAt(placed.Count - 1);
                    _book.Cancel(account, id, new Timestamp(i), _waiting);
                    await FlushWhenFullAsync();
                    continue;
                }

                var side = _random.Next(2) == 0 ? Side.Buy : Side.Sell;
                placed.Add((AccountOf(i), Submit(i, side, Middle - (side.Sign() * (_random.Next(200) - 20)))));
                await FlushWhenFullAsync();
            }
        },
        cancellationToken);

    private async Task<long> WriteAsync(Func<Task> fill, CancellationToken cancellationToken)
    {
        _accounts = await MakeAccountsAsync(cancellationToken);
        var opened = await new BookStore(database).OpenAsync(instrument.Id, cancellationToken) ?? throw new InvalidOperationException("There is no such book.");
        _epoch = opened.Epoch;
        using var commits = new GroupCommit(database, Options.Create(new GroupCommitOptions { FlushTimeout = TimeSpan.FromMinutes(1) }), NullLogger<GroupCommit>.Instance);
        _commits = commits;
        await commits.StartAsync(cancellationToken);
        await fill();
        await FlushAsync();
        await commits.StopAsync(cancellationToken);
        // The sweep of the running system may have settled some of them already.
        await ExecuteAsync("insert into settlements select account_id, instrument_id, last_sequence from book_accounts where instrument_id = $1 on conflict do nothing", cancellationToken);
        foreach (var table in new[] { "orders", "order_events", "book_accounts", "settlements" }) await ExecuteAsync($"analyze {table}", cancellationToken);
        return _written;
    }

    private OrderId Submit(int number, Side side, int ticks, OrderInstructions? instructions = null)
    {
        var request = new NewOrder
        {
            ClientOrderId = new ClientOrderId($"r{number}"), InstrumentId = instrument.Id, Side = side, OrderType = OrderType.Limit,
            TimeInForce = instructions is null ? TimeInForce.Gtc : TimeInForce.Gtd, OrderQty = new Quantity(1 + _random.Next(100)), Price = new Price(ticks), Instructions = instructions,
        };
        return _book.Submit(AccountOf(number), request, new Price(ticks), instructions, new Timestamp(number), _waiting);
    }

    private AccountId AccountOf(int number) => _accounts[number % _accounts.Count];

    private async Task FlushWhenFullAsync()
    {
        if (_waiting.Count >= EventsPerUnit) await FlushAsync();
    }

    private async Task FlushAsync()
    {
        if (_waiting.Count == 0) return;
        var last = _waiting[^1].Sequence;
        await _commits!.CommitAsync(new CommitUnit { Fence = new Fence(StreamKey.Of(instrument.Id), _epoch, _written, last), OrderEvents = [.. _waiting] });
        _written = last;
        _waiting.Clear();
    }

    private async Task<IReadOnlyList<AccountId>> MakeAccountsAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            insert into accounts (user_id, name, status) select (select min(user_id) from users), 'recovery ' || n, 1 from generate_series(1, {Accounts}) n returning account_id
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<AccountId> accounts = [];
        while (await reader.ReadAsync(cancellationToken)) accounts.Add(new AccountId(reader.GetInt64(0)));
        return accounts;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 120;
        if (sql.Contains("$1", StringComparison.Ordinal)) command.Parameters.Add(new Npgsql.NpgsqlParameter<int> { TypedValue = instrument.Id.Value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
