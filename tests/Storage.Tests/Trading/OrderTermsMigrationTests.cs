using Rtx.Model;
using Rtx.Storage.Database;
using Rtx.Storage.Migrations;
using Rtx.Storage.Trading;
using Rtx.Testing.Infrastructure;

namespace Rtx.Storage.Tests.Trading;

public sealed class OrderTermsMigrationTests(TestPostgres postgres)
{
    private const string OrdersFromBefore = """
        insert into users (user_name, password_hash, role) values ('u', '', 1);
        insert into accounts (user_id, name) values (1, 'a');
        insert into instruments (instrument_id, symbol, kind, base_currency, quote_currency, price_increment, quantity_increment, contract_size, min_lots, max_lots,
          initial_margin_rate, maintenance_margin_rate, maker_fee_rate, taker_fee_rate, allows_negative_prices)
        values (2, 'XAUUSD', 2, 'XAU', 'USD', 1, 1, 1, 1, 100, 1, 1, 0, 0, false);
        insert into orders select (2::bigint << 40) + n, 1, 'order-' || n, 2, n, 2, 1, 100, 10, cum, leaves, cum * 100, status, 0, n, s, now(), now()
        from (values (1, 4, 6, 1, 3), (2, 4, 0, 2, 4)) o (n, cum, leaves, status, s);
        update orders set order_lots = 4 where side = 2;
        insert into order_events select 2, s, 1, (2::bigint << 40) + n, 'order-' || n, what, n, 2, 1, 100, size, cum, leaves, cum * 100, status, 0, n, now(), now(),
          trade, trade, last, 0, 0, n = 2
        from (values (1, 1, 0, 10, 0, 10, 0, 0::bigint, 0), (2, 2, 0, 4, 0, 4, 0, 0, 0), (3, 1, 15, 10, 4, 6, 1, (2::bigint << 40) + 3, 4), (4, 2, 15, 4, 4, 0, 2, (2::bigint << 40) + 3, 4))
          e (s, n, what, size, cum, leaves, status, trade, last);
        insert into book_accounts values (2, 1, 4);
        """;

    [Fact]
    public async Task Orders_from_before_are_where_they_were()
    {
        await using var test = await postgres.NameDatabaseAsync(DatabaseKind.Trading);
        var migrator = new DatabaseMigrator(DatabaseKind.Trading, test.ConnectionString);
        await migrator.Up(5, TestContext.Current.CancellationToken);
        await test.ExecuteAsync(OrdersFromBefore, TestContext.Current.CancellationToken);
        // Later migrations of the instruments are out of scope: the rows are read as the stores read them.
        await migrator.Up(cancellationToken: TestContext.Current.CancellationToken);
        await using var database = new TradingDatabase(test.ConnectionString);

        var events = await new BookStore(database).ReadEventsAsync(new InstrumentId(2), 0, 10, TestContext.Current.CancellationToken);
        var orders = await new HistoryStore(database).GetOrdersAsync(
            new AccountId(1), instrument: null, openOnly: false, tag: default, before: null, 10, TestContext.Current.CancellationToken);

        Assert.Equal([OrderPlace.None, OrderPlace.Book], orders.Select(o => o.Place).Order());
        Assert.Equal([OrderPlace.Book, OrderPlace.Book, OrderPlace.Book, OrderPlace.None], events.Select(e => e.Place));
        Assert.All(
            events, e => Assert.Equal((ExecReason.None, null, null, false), (e.Reason, e.DisplayedQty, e.Instructions, e.IsAuction)));
        await using var broken = database.CreateCommand("""
            select (select count(*) from invariant_orders_equal_last_events) + (select count(*) from invariant_order_quantities_are_consistent)
              + (select count(*) from invariant_book_positions_equal_trades) + (select count(*) from invariant_orders_begin_with_their_ids)
            """);
        Assert.Equal(0L, await broken.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
