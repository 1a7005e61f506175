namespace Rtx.Actors.Accounts;

/// <summary>
/// Which client order ids an account has used, and which are on their way. Used ids are kept as 32-bit hashes: a miss is certain and costs nothing,
/// a hit is looked up in SQL, which alone knows the answer.
/// </summary>
internal sealed class ClientOrderIds
{
    private readonly HashSet<int> _used = [];
    private readonly Dictionary<ClientOrderId, (NewOrder Request, Task<OrderReply> Reply)> _inFlight = [];

    /// <summary>Adds an id that SQL has.</summary>
    public void AddUsed(string clientOrderId) => _used.Add(string.GetHashCode(clientOrderId, StringComparison.Ordinal));

    /// <summary>False is certain.</summary>
    public bool MayBeUsed(ClientOrderId id) => _used.Contains(string.GetHashCode(id.Value, StringComparison.Ordinal));

    /// <summary>The request of this id that is being worked on.</summary>
    public bool TryGetInFlight(ClientOrderId id, out (NewOrder Request, Task<OrderReply> Reply) inFlight) => _inFlight.TryGetValue(id, out inFlight);

    /// <summary>Works on a request; whoever asks for the same id meanwhile gets the same task.</summary>
    public async Task<OrderReply> RunAsync(NewOrder request, Func<Task<OrderReply>> work)
    {
        var reply = new TaskCompletionSource<OrderReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        _inFlight.Add(request.ClientOrderId, (request, reply.Task));
        try
        {
            var result = await work();
            reply.SetResult(result);
            return result;
        }
        catch (Exception)
        {
            // The first caller gets the exception; the others must not wait for ever.
            reply.SetResult(Commits.OrderReplies.Unknown);
            throw;
        }
        finally
        {
            _inFlight.Remove(request.ClientOrderId);
        }
    }
}
