using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Accounts;

/// <summary>
/// Lets so many orders into a silo as it answers in a short time (<see cref="AdmissionLimit"/>); more are refused at once, before anything is decided, and those inside keep
/// their latency. What is inside is bounded, and with it every queue on an order's way: the waiting commands of a book, the waiting decisions of an account, the units of the
/// group commit. A request of several orders needs room for the first.
/// <para>Whoever floods fills what there is, so a user who has no more than a few orders inside is let in beyond it, up to as many orders again as a silo works on at most
/// (<see cref="Places"/>).</para>
/// </summary>
internal sealed class OrderAdmission : IDisposable
{
    private readonly Meter _meter = new("Rtx.Actors");
    private readonly Counter<long> _refused;
    private readonly GroupCommit _commits;
    private readonly AdmissionLimit _limit;
    private readonly TimeProvider _clock;
    private readonly Places _places;

    public OrderAdmission(IOptions<AccountOptions> options, GroupCommit commits, TimeProvider clock)
    {
        (_commits, _clock) = (commits, clock);
        _places = new Places(freeForEachHeld: 0, mostForFew: 2 * options.Value.MaxOrdersInFlight, needsRoomForAll: false);
        _limit = new AdmissionLimit(options.Value.MaxOrdersInFlight, options.Value.TargetOrderTime, clock);
        _refused = _meter.CreateCounter<long>("rtx.orders.refused_busy", "{order}", "Order requests refused because the silo has enough to do");
        _meter.CreateObservableGauge("rtx.orders.in_flight", () => _places.Taken, "{order}", "Order requests that are being worked on");
        _meter.CreateObservableGauge("rtx.orders.in_flight_limit", () => _limit.Current, "{order}", "Order requests that may be worked on at once");
    }

    /// <summary>Processes a request, or refuses it immediately when there is no room.</summary>
    public Task<TReply> AdmitAsync<TReply>(UserId user, Func<Task<TReply>> work, TReply busy) => AdmitAsync(user, orders: 1, work, busy);

    /// <summary>Processes a request of several orders, or refuses it immediately when there is no room.</summary>
    public Task<TReply> AdmitAsync<TReply>(UserId user, int orders, Func<Task<TReply>> work, TReply busy)
    {
        if (!_commits.IsCrowded && _places.TryEnter(user, orders, _limit.Current, out _)) return FinishAsync(user, orders, work);
        _limit.NoteRefusal();
        _refused.Add(orders);
        return Task.FromResult(busy);
    }

    public void Dispose() => _meter.Dispose();

    private async Task<TReply> FinishAsync<TReply>(UserId user, int orders, Func<Task<TReply>> work)
    {
        var started = _clock.GetTimestamp();
        try
        {
            return await work();
        }
        finally
        {
            _places.Leave(user, orders);
            _limit.NoteAnswer(started);
        }
    }
}
