using System.Security.Cryptography;
using Rtx.Gateway.Errors;
using Rtx.Model;

namespace Rtx.Gateway.Orders;

/// <summary>The orders bound to one hub connection: their accounts, and the requests still in flight. Safe for concurrent use.</summary>
public sealed class BoundOrders
{
    private readonly Lock _lock = new();
    private readonly HashSet<AccountId> _accounts = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _onTheirWay;
    private bool _isClosed;

    /// <summary>Identifies the connection in its orders: random, because other processes have connections too, and above zero.</summary>
    public long ConnectionId { get; } = (BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue) | 1;

    /// <summary>Places orders that are bound to the connection; an error when it has already ended.</summary>
    public async Task<Outcome<T>> Place<T>(AccountId account, Func<Task<Outcome<T>>> place)
        where T : class
    {
        lock (_lock)
        {
            if (_isClosed) return ApiError.Unavailable("The connection has ended; nothing was sent.");
            _accounts.Add(account);
            _onTheirWay++;
        }

        try
        {
            return await place();
        }
        finally
        {
            lock (_lock)
            {
                if (--_onTheirWay == 0 && _isClosed) _drained.SetResult();
            }
        }
    }

    /// <summary>
    /// Ends the connection: returns the accounts with its orders, and a task that completes when no request is in flight any more.
    /// </summary>
    public (IReadOnlyCollection<AccountId> Accounts, Task Drained) Close()
    {
        lock (_lock)
        {
            if (_onTheirWay == 0 && !_isClosed) _drained.SetResult();
            _isClosed = true;
            return ([.. _accounts], _drained.Task);
        }
    }
}
