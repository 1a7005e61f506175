using Rtx.Client;
using Rtx.Replays.Lobster;
using Rtx.Replays.Recorded;

namespace Rtx.Replays.Tests;

public sealed class LobsterFilesTests
{
    [Theory]
    [InlineData("34200.18960767,1,11885113,21,2238100,1", 1, 11_885_113, 21, "223.81", Side.Buy)]
    [InlineData("34200.2,4,7,3,2239500,-1", 4, 7, 3, "223.95", Side.Sell)]
    public void A_message_has_its_price_in_dollars_and_the_side_of_the_resting_order(string text, int type, long id, int quantity, string price, Side side)
    {
        var message = LobsterFiles.ParseMessage(Line(text));

        Assert.Equal(new LobsterMessage((LobsterMessageType)type, id, quantity, decimal.Parse(price), side), message);
    }

    [Fact]
    public void A_book_row_leaves_out_levels_that_a_side_does_not_have()
    {
        var book = LobsterFiles.ParseBook(Line("2239500,100,2231800,50,9999999999,0,2230700,200"));

        Assert.Equal([new RecordedLevel(223.95m, 100m)], book.Asks);
        Assert.Equal([new RecordedLevel(223.18m, 50m), new RecordedLevel(223.07m, 200m)], book.Bids);
    }

    [Theory]
    [InlineData("34200.2,9,7,3,2239500,-1")]
    [InlineData("34200.2,1,7,3")]
    [InlineData("34200.2,1,7,three,2239500,-1")]
    public void An_unreadable_message_tells_file_and_line(string text)
    {
        var error = Assert.Throws<FormatException>(() => LobsterFiles.ParseMessage(Line(text)));

        Assert.StartsWith("messages.csv, line 3:", error.Message, StringComparison.Ordinal);
    }

    private static RecordedLine Line(string text) => new("/tmp/messages.csv", 3, text);
}
