using Rtx.Model;
using Rtx.Testing;

namespace Rtx.Domain.Tests.Accounts;

/// <summary>Client order ids of working orders, and those that pending amendments may give them.</summary>
public class ClientOrderIdChangeTests
{
    private readonly AccountFixture _fixture = new AccountFixture(TestInstruments.Spot).With(100m, AccountFixture.Usd);

    private static AmendOrder Rename(Order order, string name) => new(order.OrderId) { NewClientOrderId = new ClientOrderId(name) };

    [Fact]
    public void Amendment_changes_the_client_order_id()
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
    public void Client_order_id_of_a_pending_amendment_is_taken_until_the_amendment_fails()
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
    public void Client_order_id_of_a_pending_amendment_is_free_again_when_its_order_has_closed()
    {
        var order = _fixture.Opens(Side.Buy, 5, 100, "a");
        _fixture.Account.ReserveAmend(Rename(order, "b"), _fixture.MarkOf);

        _fixture.Cancels(order);
        _fixture.Account.ReleaseAmend(Rename(order, "b"));

        Assert.True(_fixture.Reserve(Side.Buy, 5, 100, "b").IsAccepted);
    }

    [Fact]
    public void Restored_order_follows_its_older_events_through_its_client_order_ids()
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
