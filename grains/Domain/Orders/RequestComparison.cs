using Rtx.Model;

namespace Rtx.Domain.Orders;

/// <summary>Whether a request repeats an earlier one. The connection does not count: a request is repeated over the next one when the first has gone.</summary>
public static class RequestComparison
{
    /// <summary>Whether both ask for the same order.</summary>
    public static bool AreSame(NewOrder one, NewOrder other) => WithoutConnection(one) == WithoutConnection(other);

    /// <summary>Whether both ask for the same orders in the same sequence.</summary>
    public static bool AreSame(IReadOnlyList<NewOrder> one, IReadOnlyList<NewOrder> other) => one.Count == other.Count && one.Zip(other).All(pair => AreSame(pair.First, pair.Second));

    private static NewOrder WithoutConnection(NewOrder request) =>
        request with { Instructions = (request.Instructions ?? new OrderInstructions()) with { ConnectionId = 0 } };
}
