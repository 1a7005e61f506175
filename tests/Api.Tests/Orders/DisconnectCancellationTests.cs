using Microsoft.Extensions.Logging.Abstractions;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Orders;
using Rtx.Model;

namespace Rtx.Api.Tests.Orders;

public sealed class DisconnectCancellationTests
{
    private static readonly AccountId Alice = new(1);
    private static readonly AccountId Bob = new(2);

    private readonly List<(AccountId Account, MassCancel Request)> _asked = [];
    private readonly BoundOrders _orders = new();

    [Fact]
    public async Task Each_account_that_traded_is_asked_once_for_the_orders_of_the_connection()
    {
        await Place(Alice);
        await Place(Bob);
        await Place(Alice);

        await Cancellation(_ => Done).Cancel(_orders);

        Assert.Equal([Alice, Bob], _asked.Select(asked => asked.Account).Order(Comparer<AccountId>.Create((a, b) => a.Value.CompareTo(b.Value))));
        Assert.All(_asked, asked => Assert.Equal(new MassCancel(ConnectionId: _orders.ConnectionId), asked.Request));
    }

    [Fact]
    public async Task Nobody_is_asked_when_no_order_was_bound()
    {
        await Cancellation(_ => Done).Cancel(_orders);

        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData(ReplyStatus.Unknown)]
    [InlineData(ReplyStatus.Busy)]
    [InlineData(ReplyStatus.Unavailable)]
    public async Task It_tries_again_until_it_is_done(ReplyStatus status)
    {
        await Place(Alice);

        await Cancellation(attempt => attempt < 3 ? new OrderListReply { Status = status } : Done).Cancel(_orders);

        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task It_tries_again_when_the_account_does_not_answer()
    {
        await Place(Alice);

        await Cancellation(attempt => attempt < 2 ? throw new TimeoutException() : Done).Cancel(_orders);

        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task It_gives_up_in_the_end()
    {
        await Place(Alice);

        await Cancellation(_ => throw new TimeoutException()).Cancel(_orders);

        Assert.Equal(6, _asked.Count);
    }

    [Fact]
    public async Task A_refusal_for_good_is_not_repeated()
    {
        await Place(Alice);

        await Cancellation(_ => OrderListReply.Refuse(RejectReason.UnknownAccount)).Cancel(_orders);

        Assert.Single(_asked);
    }

    [Fact]
    public async Task Orders_that_were_on_their_way_are_cancelled_when_they_have_arrived()
    {
        var answer = new TaskCompletionSource<Outcome<string>>();
        var placing = _orders.Place(Alice, () => answer.Task);

        var cancelling = Cancellation(_ => Done).Cancel(_orders);
        Assert.Single(_asked);
        Assert.False(cancelling.IsCompleted);
        answer.SetResult("placed");
        await placing;
        await cancelling;

        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task A_connection_that_has_ended_places_nothing_any_more()
    {
        _orders.Close();

        var outcome = await _orders.Place<string>(Alice, () => throw new InvalidOperationException("must not be asked"));

        Assert.Equal(Client.RtxErrorCodes.Unavailable, outcome.Error?.Code);
    }

    [Fact]
    public void Connections_have_numbers_of_their_own_above_zero()
    {
        var numbers = Enumerable.Range(0, 100).Select(_ => new BoundOrders().ConnectionId).ToList();

        Assert.All(numbers, number => Assert.True(number > 0));
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
    }

    private static OrderListReply Done => new() { Status = ReplyStatus.Done };

    private Task<Outcome<string>> Place(AccountId account) => _orders.Place<string>(account, () => Task.FromResult<Outcome<string>>("placed"));

    private DisconnectCancellation Cancellation(Func<int, OrderListReply> answer) => new(
        (account, request) =>
        {
            _asked.Add((account, request));
            return Task.FromResult(answer(_asked.Count));
        },
        new ImpatientClock(), NullLogger<DisconnectCancellation>.Instance);

    /// <summary>A clock whose waits are over at once.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
