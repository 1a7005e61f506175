using Npgsql;
using Rtx.Model;
using Rtx.Storage.Trading;
using Rtx.Testing;
using Rtx.Testing.Infrastructure;
using static Rtx.Storage.Tests.Trading.OrderEvents;

namespace Rtx.Storage.Tests.Trading;

/// <summary>
/// Lists are read page by page; an auction, a sweep or a burst of orders has more rows with one timestamp than fit a page.
/// </summary>
public sealed class HistoryPagesTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly InstrumentId[] Books = [TestInstruments.Spot.Id, TestInstruments.Margined.Id];
    private static readonly Timestamp Auction = new(1_000_000);

    private TradingFixture _trading = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HistoryStore History => new(_trading.Database);

    public async ValueTask InitializeAsync() => _trading = await TradingFixture.StartAsync(postgres);

    public ValueTask DisposeAsync() => _trading.DisposeAsync();

    [Fact]
    public async Task Executions_of_one_instant_are_listed_once_each()
    {
        foreach (var book in Books) await TradeAsync(book, count: 1_250);

        var read = await ReadAsync<OrderEvent, ExecutionPosition>(
            before =>
                History.GetExecutionsAsync(_trading.Alice, instrument: null, order: null, reason: null, before, 1_000, Cancel), e =>
                    new(e.Time, e.OrderId.Instrument, e.Sequence));
        var ofOne = await ReadAsync<OrderEvent, ExecutionPosition>(
            before =>
                History.GetExecutionsAsync(_trading.Alice, Books[1], order: null, reason: null, before, 1_000, Cancel), e =>
                    new(e.Time, e.OrderId.Instrument, e.Sequence));

        Assert.Equal((2_500, 2_500), (read.Count, read.DistinctBy(e => (e.OrderId.Instrument, e.Sequence)).Count()));
        Assert.Equal(read.Where(e => e.OrderId.Instrument == Books[1]), ofOne);
        Assert.All(read, e => Assert.Equal(ExecType.Trade, e.ExecType));
    }

    [Fact]
    public async Task Orders_of_one_instant_are_listed_once_each_also_refused_ones()
    {
        foreach (var book in Books) await TradeAsync(book, count: 20);
        var request = new NewOrder { ClientOrderId = new("r"), InstrumentId = Books[0], Side = Side.Buy, OrderType = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc, OrderQty = new(1), Price = new(1) };
        for (var i = 0; i < 15; i++)
        {
            await _trading.RefuseAsync(_trading.Alice, request with { ClientOrderId = new($"r-{i}") }, RejectReason.InsufficientFunds);
        }

        var read = await ReadAsync<Order, OrderPosition>(
            before => History.GetOrdersAsync(_trading.Alice, instrument: null, openOnly: false, tag: default, before, 10, Cancel),
            order => new(order.CreatedAt, order.OrderId, order.OrderId.Value == 0 ? order.ClientOrderId.Value : ""));

        Assert.Equal((55, 55), (read.Count, read.DistinctBy(order => order.ClientOrderId).Count()));
        Assert.Equal([true, false], read.Select(order => order.OrderId.Value > 0).Distinct());
    }

    [Fact]
    public async Task Orders_are_listed_by_their_tag_also_refused_ones_and_those_with_a_number()
    {
        var (grid, number) = (new OrderInstructions { Tag = new OrderTag("grid:7") }, new OrderInstructions { Tag = OrderTag.Of(7) });
        await _trading.CommitAsync(
            Accepted(Books[0], 1, _trading.Alice, "plain", Side.Buy),
            Accepted(Books[0], 2, _trading.Alice, "a", Side.Buy) with { Instructions = grid },
            Accepted(Books[0], 3, _trading.Alice, "b", Side.Buy) with { Instructions = number },
            Accepted(Books[0], 4, _trading.Bob, "c", Side.Buy) with { Instructions = grid });
        var request = new NewOrder
        {
            ClientOrderId = new("r"),
            InstrumentId = Books[0],
            Side = Side.Buy,
            OrderType = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc,
            OrderQty = new(1),
            Instructions = grid,
        };
        await _trading.RefuseAsync(_trading.Alice, request, RejectReason.InsufficientFunds);

        Assert.Equal(["a", "r"], await NamesAsync(new OrderTag("grid:7"), openOnly: false));
        Assert.Equal(["a"], await NamesAsync(new OrderTag("grid:7"), openOnly: true));
        Assert.Equal(["b"], await NamesAsync(new OrderTag("7"), openOnly: false));
        Assert.Empty(await NamesAsync(new OrderTag("grid"), openOnly: false));

        async Task<IEnumerable<string>> NamesAsync(OrderTag tag, bool openOnly)
        {
            var orders = await History.GetOrdersAsync(_trading.Alice, instrument: null, openOnly, tag, before: null, 10, Cancel);
            Assert.All(orders, order => Assert.Equal(tag, order.Instructions!.Tag));
            return orders.Select(order => order.ClientOrderId.Value).Order();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("123456789012345678901234567890123")]
    [InlineData("<b>")]
    [InlineData("ümlaut")]
    public async Task The_database_takes_no_tag_that_is_none(string tag)
    {
        await _trading.CommitAsync(Accepted(Books[0], 1, _trading.Alice, "a", Side.Buy));

        var violation = await Assert.ThrowsAsync<PostgresException>(
            () => _trading.QueryAsync<int>($"update orders set instructions = jsonb_build_object('label', '{tag}') returning 1"));

        Assert.Equal("ck_orders_tag", violation.ConstraintName);
    }

    [Fact]
    public async Task What_follows_a_known_execution_is_read_in_the_order_of_its_book()
    {
        await TradeAsync(Books[0], count: 3);
        var known = Assert.Single(await History.GetLastExecutionsAsync(_trading.Alice, Cancel));
        await TradeAsync(Books[0], count: 2);
        await TradeAsync(Books[1], count: 1);

        var missed = await History.GetExecutionsAfterAsync(_trading.Alice, Books[0], order: null, reason: null, known.Sequence, 10, Cancel);
        var page = await History.GetExecutionsAfterAsync(_trading.Alice, Books[0], order: null, reason: null, known.Sequence, 3, Cancel);
        var last = await History.GetLastExecutionsAsync(_trading.Alice, Cancel);

        Assert.Equal([ExecType.New, ExecType.Trade, ExecType.New, ExecType.Trade], missed.Select(e => e.ExecType));
        Assert.Equal(missed.Take(3), page);
        Assert.Equal([(Books[0], missed[^1].Sequence), (Books[1], 3L)], last.Select(book => (book.Instrument, book.Sequence)));
        Assert.All(last, book => Assert.Equal(1, Assert.Single(book.Histories).FirstSequence));
    }

    [Theory]
    [InlineData("select * from order_events where account_id = 1 and exec_type = 15 and (event_at, instrument_id, sequence) < (now(), 1, 7) order by event_at desc, instrument_id desc, sequence desc limit 10", "ix_order_events_account_id_event_at_instrument_id_sequence", "ROW(event_at, instrument_id, sequence) <")]
    [InlineData("select * from order_events where account_id = 1 and reason = 3 and reason > 0 and (event_at, instrument_id, sequence) < (now(), 1, 7) order by event_at desc, instrument_id desc, sequence desc limit 10", "ix_order_events_account_id_event_at_instrument_id_sequence", "ROW(event_at, instrument_id, sequence) <")]
    [InlineData("select * from orders where account_id = 1 and (created_at, order_id) < (now(), 7) order by created_at desc, order_id desc limit 10", "ix_orders_account_id_created_at", "(created_at <= now())")]
    public async Task A_page_is_read_in_the_order_of_an_index(string query, string index, string condition)
    {
        await using var connection = await _trading.Database.OpenAsync(Cancel);
        await using var command = new Npgsql.NpgsqlCommand(
            $"set enable_seqscan = off; set enable_bitmapscan = off; explain {query}", connection);
        await using var rows = await command.ExecuteReaderAsync(Cancel);
        var plan = new List<string>();
        while (await rows.ReadAsync(Cancel)) plan.Add(rows.GetString(0));

        Assert.Contains(plan, line => line.Contains($"Index Scan Backward using {index} ", StringComparison.Ordinal));
        Assert.Contains(
            plan, line => line.Contains("Index Cond:", StringComparison.Ordinal) && line.Contains(condition, StringComparison.Ordinal));
    }

    /// <summary>Alice buys from Bob this many times, all with one timestamp.</summary>
    private async Task TradeAsync(InstrumentId book, int count)
    {
        var first = await _trading.QueryAsync<long>(
            "select coalesce(max(sequence), 0) from order_events where instrument_id = $1", book.Value);
        var events = new List<OrderEvent>();
        for (var i = 0; i < count; i++)
        {
            var next = first + events.Count + 1;
            var (buy, sell) = (Accepted(book, next, _trading.Alice, $"a-{book}-{next}", Side.Buy), Accepted(
                book, next + 1, _trading.Bob, $"b-{book}-{next}", Side.Sell));
            events.AddRange([buy with { CreatedAt = Auction }, sell with { CreatedAt = Auction }, .. Traded(
                buy, sell, next + 2, isAuction: true).Select(e => e with { CreatedAt = Auction })]);
        }

        await _trading.CommitAsync([.. events.Select(e => e with { Time = Auction })]);
    }

    private static async Task<List<TRow>> ReadAsync<TRow, TPosition>(
        Func<TPosition?, Task<IReadOnlyList<TRow>>> read, Func<TRow, TPosition> position)
        where TPosition : struct
    {
        var rows = new List<TRow>();
        for (var page = await read(null); page.Count > 0; page = await read(position(page[^1]))) rows.AddRange(page);
        return rows;
    }
}
