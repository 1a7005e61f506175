namespace Rtx.Actors.Accounts;

/// <summary>
/// Which client order ids an account has used, and which are on their way. Used ids are kept as 32-bit hashes: a miss is certain and costs nothing,
/// a hit is looked up in SQL, which alone knows the answer. An account that has used more than can be kept looks each one up.
/// </summary>
/// <param name="maxKnown">How many used ids are kept.</param>
internal sealed class ClientOrderIds(int maxKnown)
{
    private HashSet<int>? _used = [];
    private int _count;
    private readonly Dictionary<ClientOrderId, InFlight> _inFlight = [];

    /// <summary>Adds an id that SQL has, or may have.</summary>
    public void AddUsed(string clientOrderId)
    {
        // Ids are counted and not hashes: of more ids than are loaded two may have one hash, and then the set looks as if it had all of them.
        if (++_count > maxKnown) _used = null;
        _used?.Add(string.GetHashCode(clientOrderId, StringComparison.Ordinal));
    }

    /// <summary>False is certain.</summary>
    public bool MayBeUsed(ClientOrderId id) => _used?.Contains(string.GetHashCode(id.Value, StringComparison.Ordinal)) != false;

    /// <summary>The work on a request that has the id; null when there is none.</summary>
    public Task? FindInFlight(ClientOrderId id) => _inFlight.GetValueOrDefault(id)?.Work;

    /// <summary>
    /// Works on a request that takes new ids; nobody else can take them meanwhile. Whoever asks the same meanwhile gets the same answer; whoever asks for other content under one of
    /// the ids waits for it, because only then is it known whose id it is.
    /// </summary>
    /// <param name="ids">The ids, each once; the first one names the request.</param>
    /// <param name="request">Compared by <paramref name="isSame"/> with what is asked meanwhile.</param>
    /// <param name="isSame">Whether an earlier request is the same.</param>
    /// <param name="work">The work.</param>
    /// <param name="unknown">The answer to those who waited for work that failed; its first caller gets the exception.</param>
    public async Task<TReply> RunAsync<TRequest, TReply>(
        IReadOnlyCollection<ClientOrderId> ids, TRequest request, Func<TRequest, TRequest, bool> isSame, Func<Task<TReply>> work, TReply unknown)
        where TRequest : notnull
    {
        while (FindInFlight(ids) is { } earlier)
        {
            if (earlier is { Request: TRequest first, Work: Task<TReply> answer } && isSame(first, request)) return await answer;
            await earlier.Work;
        }

        var reply = new TaskCompletionSource<TReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var id in ids) _inFlight.Add(id, new InFlight(request, reply.Task));
        return await FinishAsync(ids, work, reply, unknown);
    }

    private InFlight? FindInFlight(IEnumerable<ClientOrderId> ids)
    {
        foreach (var id in ids)
        {
            if (_inFlight.TryGetValue(id, out var inFlight)) return inFlight;
        }

        return null;
    }

    private async Task<TReply> FinishAsync<TReply>(IReadOnlyCollection<ClientOrderId> ids, Func<Task<TReply>> work, TaskCompletionSource<TReply> reply, TReply unknown)
    {
        try
        {
            var result = await work();
            reply.SetResult(result);
            return result;
        }
        catch (Exception)
        {
            reply.SetResult(unknown);
            throw;
        }
        finally
        {
            foreach (var id in ids) _inFlight.Remove(id);
        }
    }

    private sealed record InFlight(object Request, Task Work);
}
