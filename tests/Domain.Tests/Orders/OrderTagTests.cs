using System.Globalization;
using Rtx.Domain.Matching.Records;
using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Orders;

public sealed class OrderTagTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("-7")]
    [InlineData("grid:btc/usd", false)]
    [InlineData("grid:btc-usd_1.5~!$()*+,=@")]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("123456789012345678901234567890123", false)]
    [InlineData("", false)]
    [InlineData(" a", false)]
    [InlineData("a\0", false)]
    [InlineData("a\n", false)]
    [InlineData("\u202Egrid", false)]
    [InlineData("\ud83d\ude00", false)]
    [InlineData("\ud83d", false)]
    [InlineData("ä", false)]
    [InlineData("';drop table orders;--", false)]
    [InlineData("<img src=x onerror=alert(1)>", false)]
    public void A_tag_is_made_of_the_characters_of_a_client_order_id(string text, bool isValid = true)
    {
        Assert.Equal(isValid, OrderTag.IsValid(text));
        if (isValid) Assert.Equal(text, new OrderTag(text).Text);
        else Assert.Throws<FormatException>(() => new OrderTag(text));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("-7", -7)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("-2147483648", null)]
    [InlineData("2147483648", null)]
    [InlineData("0", null)]
    [InlineData("007", null)]
    [InlineData("+7", null)]
    [InlineData("-0", null)]
    [InlineData("7a", null)]
    public void A_tag_that_older_versions_could_have_has_their_number(string text, int? number)
    {
        var tag = new OrderTag(text);

        Assert.Equal(number, tag.Number);
        // It stays the same in whichever form it is sent.
        Assert.Equal(tag, new OrderInstructions { Tag = tag }.Tag);
        Assert.Equal(tag, (new OrderInstructions { Tag = new OrderTag("other") } with { Tag = tag }).Tag);
        Assert.Equal(new OrderInstructions { Tag = tag }, new OrderInstructions { Tag = new OrderTag(text) });
        Assert.Equal(tag, new MassCancel { Tag = tag }.Tag);
    }

    [Fact]
    public void No_tag_is_the_default()
    {
        Assert.Equal(new OrderInstructions(), new OrderInstructions { Tag = default });
        Assert.Equal(new OrderInstructions(), new OrderInstructions { Tag = new OrderTag("a") } with { Tag = default });
        Assert.True(new MassCancel().Tag.IsNone);
        Assert.Equal(new MassCancel(), new MassCancel { Tag = new OrderTag("a") } with { Tag = default });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(int.MinValue)]
    public void A_mass_cancel_from_an_older_version_cancels_its_tag_and_never_everything(int number) =>
        Assert.Equal(number.ToString(CultureInfo.InvariantCulture), new MassCancel(TagNumber: number).Tag.Text);

    [Fact]
    public void A_mass_cancel_by_a_text_sends_older_versions_a_number_that_no_order_has()
    {
        Assert.Equal(int.MinValue, new MassCancel { Tag = new OrderTag("grid") }.TagNumber);
        Assert.Equal(int.MinValue, new MassCancel { Tag = new OrderTag("0") }.TagNumber);
        Assert.Equal(7, new MassCancel { Tag = new OrderTag("7") }.TagNumber);
    }

    [Fact]
    public void An_amended_order_keeps_its_tag_and_a_rebuilt_book_knows_it()
    {
        var book = new RecordedBook(TestInstruments.Spot);
        OrderEventLog events = new();
        var (owner, tag) = (new AccountId(1), new OrderTag("grid:7"));
        var request = Asking(tag);
        var id = book.Submit(owner, request, new Price(100), request.Instructions, new Timestamp(1), events);
        book.Submit(new AccountId(2), request, new Price(100), request.Instructions, new Timestamp(1), events);
        var amend = new AmendOrder(id, new Quantity(12), new Price(99)) { NewClientOrderId = new ClientOrderId("c") };
        book.Amend(owner, amend, new Timestamp(2), events);

        var replayed = new RecordedBook(TestInstruments.Spot);
        foreach (var e in events) replayed.Apply(e);
        var restored = new RecordedBook(TestInstruments.Spot);
        restored.Restore([.. book.OpenOrders()], book.Book.Sequence, new Timestamp(2), lastTradePrice: null, []);

        Assert.All(events, e => Assert.Equal(tag, e.Instructions!.Tag));
        foreach (var rebuilt in new[] { book, replayed, restored })
        {
            Assert.Equal([id], rebuilt.Book.FindAll(owner, new MassCancel { Tag = tag }));
            Assert.Empty(rebuilt.Book.FindAll(owner, new MassCancel { Tag = new OrderTag("grid:8") }));
            Assert.Equal(book.StateHash(), rebuilt.StateHash());
        }
    }

    [Fact]
    public void Books_that_differ_in_a_tag_are_not_in_the_same_state()
    {
        string[] tags = ["", "7", "8", "grid", "Grid", "gri"];

        Assert.Equal(tags.Length, tags.Select(HashWith).Distinct().Count());

        static ulong HashWith(string tag)
        {
            var book = new RecordedBook(TestInstruments.Spot);
            var request = Asking(tag.Length == 0 ? default : new OrderTag(tag));
            book.Submit(new AccountId(1), request, new Price(100), request.Instructions, new Timestamp(1), []);
            return book.StateHash();
        }
    }

    private static NewOrder Asking(OrderTag tag) => new()
    {
        ClientOrderId = new ClientOrderId("a"),
        InstrumentId = TestInstruments.Spot.Id,
        Side = Side.Buy,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.Gtc,
        OrderQty = new Quantity(10),
        Price = new Price(100),
        Instructions = new OrderInstructions { Tag = tag },
    };
}
