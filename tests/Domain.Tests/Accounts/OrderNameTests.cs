using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>The names of working orders, and those that amendments on their way may give them.</summary>
public class OrderNameTests
{
    private readonly AccountFixture _fixture = new AccountFixture(TestInstruments.Spot).With(100m, AccountFixture.Usd);

    private static AmendOrder Rename(Order order, string name) => new(order.OrderId) { NewClientOrderId = new ClientOrderId(name) };

    [Fact]
    public void Amendment_moves_the_name_of_an_order()
    {
        _fixture.Reserve(Side.Buy, 5, 100, "a");
        var order = _fixture.Opens(Side.Buy, 5, 100, "a");
        Assert.True(_fixture.Account.ReserveAmend(Rename(order, "b"), _fixture.MarkOf).IsAccepted);

        _fixture.Renames(order, "b");

        Assert.Equal(order.OrderId, _fixture.Account.FindOpenOrder(new ClientOrderId("b"))!.OrderId);
        Assert.Null(_fixture.Account.FindOpenOrder(new ClientOrderId("a")));
        Assert.Equal(RejectReason.DuplicateClientOrderId, _fixture.Reserve(Side.Buy, 5, 100, "b").RejectReason);
        Assert.Equal(5m, _fixture.BalanceOf(AccountFixture.Usd).Held);
        _fixture.Cancels(_fixture.Account.FindOpenOrder(order.OrderId)!);
        Assert.True(_fixture.Reserve(Side.Buy, 5, 100, "b").IsAccepted);
    }

    [Fact]
    public void Name_of_an_amendment_on_its_way_is_taken_until_the_amendment_fails()
    {
        var order = _fixture.Opens(Side.Buy, 5, 100, "a");
        var other = _fixture.Opens(Side.Buy, 5, 100, "x");
        Assert.True(_fixture.Account.ReserveAmend(Rename(order, "b"), _fixture.MarkOf).IsAccepted);

        Assert.Equal(RejectReason.DuplicateClientOrderId, _fixture.Reserve(Side.Buy, 0, 0, "b").RejectReason);
        Assert.Equal(RejectReason.DuplicateClientOrderId, _fixture.Account.ReserveAmend(Rename(other, "b"), _fixture.MarkOf).RejectReason);
        Assert.Equal(RejectReason.DuplicateClientOrderId, _fixture.Account.ReserveAmend(Rename(other, "a"), _fixture.MarkOf).RejectReason);
        _fixture.Account.ReleaseAmend(Rename(order, "b"));
        Assert.True(_fixture.Account.ReserveAmend(Rename(other, "b"), _fixture.MarkOf).IsAccepted);
    }

    [Fact]
    public void Name_of_an_amendment_on_its_way_is_free_again_when_its_order_has_gone()
    {
        var order = _fixture.Opens(Side.Buy, 5, 100, "a");
        _fixture.Account.ReserveAmend(Rename(order, "b"), _fixture.MarkOf);

        _fixture.Cancels(order);
        _fixture.Account.ReleaseAmend(Rename(order, "b"));

        Assert.True(_fixture.Reserve(Side.Buy, 5, 100, "b").IsAccepted);
    }

    [Fact]
    public void Restored_order_follows_its_older_events_through_its_names()
    {
        var order = _fixture.Opens(Side.Buy, 5, 100, "a");
        var renamed = _fixture.Renames(order, "b");
        var restored = new AccountFixture(TestInstruments.Spot);
        restored.Account.RestoreOpenOrder(renamed);

        restored.Renames(restored.Opens(Side.Buy, 5, 100, "a"), "b");

        Assert.Equal(order.OrderId, restored.Account.FindOpenOrder(new ClientOrderId("b"))!.OrderId);
        Assert.Single(restored.Account.Summarize(restored.MarkOf).OpenOrders);
        Assert.Equal(5m, restored.BalanceOf(AccountFixture.Usd).Held);
    }
}
