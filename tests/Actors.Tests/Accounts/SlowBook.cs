using System.Reflection;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>
/// A book that accepts an order when the test says so and until then has nothing to cancel: as if the cancel had overtaken the order.
/// </summary>
public class SlowBook : DispatchProxy
{
    private readonly TaskCompletionSource<OrderReply> _submitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Order> _open = [];
    private readonly List<(MassCancel Request, ExecReason Reason)> _massCancels = [];

    /// <summary>Mass cancels it received.</summary>
    public IReadOnlyList<(MassCancel Request, ExecReason Reason)> MassCancels => _massCancels;

    /// <summary>Its answer to mass cancels.</summary>
    public ReplyStatus Answer { get; set; } = ReplyStatus.Done;

    /// <summary>The book as accounts call it.</summary>
    public static IOrderBookGrain New(out SlowBook book)
    {
        var grain = Create<IOrderBookGrain, SlowBook>();
        book = (SlowBook)(object)grain;
        return grain;
    }

    /// <summary>The submitted order opens.</summary>
    public void Open(Order order)
    {
        _open.Add(order);
        _submitted.SetResult(new OrderReply { Status = ReplyStatus.Done, Order = order });
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
    {
        nameof(IOrderBookGrain.Submit) => _submitted.Task,
        nameof(IOrderBookGrain.MassCancel) => CancelAll((MassCancel)args![1]!, (ExecReason)args[2]!),
        var name => throw new NotSupportedException($"{name} is not asked here."),
    };

    private Task<OrderListReply> CancelAll(MassCancel request, ExecReason reason)
    {
        _massCancels.Add((request, reason));
        var reply = new OrderListReply { Status = Answer, Orders = [.. _open] };
        _open.Clear();
        return Task.FromResult(reply);
    }
}
