namespace Rtx.Actors.Accounts;

/// <summary>Whether a request repeats an earlier one. The connection does not count: a request is repeated over the next one when the first has gone.</summary>
internal static class RequestComparison
{
    public static bool AreSame(NewOrder one, NewOrder other) => WithoutConnection(one) == WithoutConnection(other);

    public static bool AreSame(IReadOnlyList<NewOrder> one, IReadOnlyList<NewOrder> other) => one.Count == other.Count && one.Zip(other).All(pair => AreSame(pair.First, pair.Second));

    private static NewOrder WithoutConnection(NewOrder request) =>
        request with { Instructions = (request.Instructions ?? new OrderInstructions()) with { ConnectionId = 0 } };
}
