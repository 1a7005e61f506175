using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;
using Rtx.Actors.Commits;
using Rtx.Actors.Diagnostics;
using Rtx.Storage.Commits;

namespace Rtx.Actors.Accounts;

/// <summary>
/// What an account does by itself: refuse orders and have none open while its kill switch is on, and cancel everything when its dead-man timer runs out. Both
/// are durable before they are answered, and in SQL until they are done, so they outlive this activation.
/// <para>While the silo lives a timer fires on time. After its death, <see cref="Upkeep.OverdueWork"/> on the other silos wakes the account: that is at worst the
/// time until the cluster takes the silo for dead (6 to 10 s), one <see cref="AccountOptions.OverdueSweepInterval"/> (5 s) and the loading of the account
/// later. A book that does not answer is asked again every <see cref="RetryAfter"/>. What was placed after the time and before it fired is cancelled too.</para>
/// <para>Before it cancels anything it commits: a commit proves that no newer activation exists, which may have been told something else.</para>
/// </summary>
internal sealed class AccountControls(ActiveAccount active, MassCancels cancels, IGrainBase grain, Action<TimeSpan> stayActive, ILogger log)
{
    /// <summary>The shortest dead-man timer.</summary>
    public static readonly TimeSpan MinCancelAllAfter = TimeSpan.FromSeconds(1);

    /// <summary>The longest dead-man timer.</summary>
    public static readonly TimeSpan MaxCancelAllAfter = TimeSpan.FromDays(1);

    /// <summary>How soon cancelling is tried again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Countdown _cancelAllIn = new(active.Clock);
    private IGrainTimer? _timer;
    private Task<OrderListReply>? _cancellingForKillSwitch;
    private bool _mustCancelForKillSwitch;
    private bool _isEnforcing;

    /// <summary>When the dead-man timer fires; null when it does not run.</summary>
    public Timestamp? CancelAllAt { get; private set; }

    /// <summary>Takes over what SQL knows; what is overdue is done in a moment.</summary>
    public void Restore(AccountControlsRow controls)
    {
        active.Account.IsKillSwitchOn = controls.IsKillSwitchOn;
        CancelAllAt = controls.CancelAllAt;
        if (CancelAllAt is { } time) _cancelAllIn.Begin(time.ToDateTimeOffset() - active.Clock.GetUtcNow());
        _mustCancelForKillSwitch = controls.IsKillSwitchOn && active.Account.WorkingInstruments.Count > 0;
        Schedule(TimeSpan.Zero);
    }

    /// <summary>
    /// Turns the kill switch on or off. From the call on new orders are refused; those that were placed before it are cancelled. Where it is so already nothing is written, but a
    /// commit that all who ask meanwhile share still proves that no newer activation knows better.
    /// </summary>
    public async Task<OrderListReply> SetKillSwitchAsync(bool isOn)
    {
        var isNews = active.Account.IsKillSwitchOn != isOn;
        if (isNews)
        {
            active.Account.IsKillSwitchOn = isOn;
            // Orders that are still being cancelled were placed before the switch was turned off.
            (_mustCancelForKillSwitch, _cancellingForKillSwitch) = (isOn, null);
        }

        try
        {
            await (isNews ? SaveAsync() : active.Writer.ProveAsync());
        }
        catch (Exception e)
        {
            return OrderReplies.ForList(OrderReplies.For(e, active.Id));
        }

        return isOn ? await CancelForKillSwitchAsync() : new OrderListReply { Status = ReplyStatus.Done };
    }

    /// <summary>Starts the dead-man timer anew; null stops it.</summary>
    /// <returns>When it fires.</returns>
    /// <exception cref="ValidationException">The time is not within its bounds.</exception>
    /// <exception cref="CommitException">It may not be durable.</exception>
    public async Task<Timestamp?> CancelAllAfterAsync(TimeSpan? timeout)
    {
        if (timeout < MinCancelAllAfter || timeout > MaxCancelAllAfter)
            throw new ValidationException($"The timeout is {MinCancelAllAfter} to {MaxCancelAllAfter}.");
        Timestamp? cancelAllAt = timeout is { } time ? Timestamp.From(active.Clock.GetUtcNow() + time) : null;
        CancelAllAt = cancelAllAt;
        _cancelAllIn.Begin(timeout ?? TimeSpan.Zero);
        var saved = SaveAsync();
        Schedule(TimeSpan.Zero);
        await saved;
        return cancelAllAt;
    }

    /// <summary>Does what is due, then waits for what comes next.</summary>
    public async Task EnforceAsync()
    {
        if (_isEnforcing || active.Writer.IsDropped) return;
        _isEnforcing = true;
        try
        {
            if (_mustCancelForKillSwitch || IsTimeOver) await SaveAsync();
            if (_mustCancelForKillSwitch) await CancelForKillSwitchAsync();
            if (IsTimeOver) await CancelForTimeAsync();
        }
        catch (CommitException e)
        {
            // The memory is dropped; the next activation goes on.
            log.ControlsNotEnforced(active.Id, e);
        }
        finally
        {
            _isEnforcing = false;
        }

        Schedule(RetryAfter);
    }

    // Otherwise no timer would be left until the next request. The next activation does what is due according to SQL.
    private async Task EnforceOrDropAsync()
    {
        try
        {
            await EnforceAsync();
        }
        catch (Exception e)
        {
            log.ControlsNotEnforced(active.Id, e);
            active.Writer.Drop(e);
        }
    }

    private bool IsTimeOver => CancelAllAt is not null && _cancelAllIn.Left <= TimeSpan.Zero;

    /// <summary>A second call waits for the cancels of the first: nothing new was accepted since the switch was turned on.</summary>
    private Task<OrderListReply> CancelForKillSwitchAsync() =>
        _cancellingForKillSwitch is { IsCompleted: false } running ? running : _cancellingForKillSwitch = CancelAllForKillSwitchAsync();

    private async Task<OrderListReply> CancelAllForKillSwitchAsync()
    {
        var reply = await cancels.CancelEverythingAsync(ExecReason.KillSwitch);
        if (reply.Status == ReplyStatus.Done) _mustCancelForKillSwitch = false;
        else Schedule(RetryAfter);
        return reply;
    }

    private async Task CancelForTimeAsync()
    {
        var time = CancelAllAt;
        var reply = await cancels.CancelEverythingAsync(ExecReason.CancelAllAfter);
        log.CancelledAllInTime(active.Id, reply.Orders.Count, reply.Status);
        // Somebody who comes late starts a new timer, but does not stop the old one.
        if (reply.Status != ReplyStatus.Done || CancelAllAt != time) return;
        CancelAllAt = null;
        await SaveAsync();
    }

    private Task SaveAsync() =>
        active.Writer.Add(new AccountDecision { Controls = new AccountControlsRow(active.Id, active.Account.IsKillSwitchOn, CancelAllAt) });

    /// <summary>Comes back when something is to be done; for what is overdue already, after a delay.</summary>
    private void Schedule(TimeSpan overdueDelay)
    {
        if (active.Writer.IsDropped) return;
        if (_mustCancelForKillSwitch || IsTimeOver) Wake(overdueDelay);
        else if (CancelAllAt is not null) Wake(_cancelAllIn.Left);
    }

    private void Wake(TimeSpan dueTime)
    {
        var due = dueTime > TimeSpan.Zero ? dueTime : TimeSpan.Zero;
        if (_timer is null) _timer = grain.RegisterGrainTimer(_ => EnforceOrDropAsync(), new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true });
        else _timer.Change(due, Timeout.InfiniteTimeSpan);
        // An idle account would go before its time.
        stayActive(due + RetryAfter);
    }
}
