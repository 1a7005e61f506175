using Orleans.Timers;

namespace Rtx.Simulation.Tests.Runtime;

/// <summary>Stored reminders: they survive the death of a silo.</summary>
internal sealed class SimulatedReminders(SimulatedCluster cluster) : IReminderRegistry
{
    private static readonly TimeSpan LongestQuery = TimeSpan.FromMilliseconds(5);

    private readonly Dictionary<(GrainId Grain, string Name), Reminder> _reminders = [];

    public async Task<IGrainReminder> RegisterOrUpdateReminder(
        GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        await QueryAsync();
        var reminder = _reminders[(callingGrainId, reminderName)] = new Reminder(reminderName);
        Wait(callingGrainId, reminder, dueTime, period);
        return reminder;
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        await QueryAsync();
        _reminders.Remove((callingGrainId, reminder.ReminderName));
    }

    public async Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName)
    {
        await QueryAsync();
        return _reminders.GetValueOrDefault((callingGrainId, reminderName));
    }

    public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) => throw new NotSupportedException();

    private async Task QueryAsync()
    {
        await cluster.World.Delay(cluster.World.UpTo(LongestQuery));
        if (cluster.Faults.IsDatabaseAway) throw new TimeoutException("Reminders do not answer.");
    }

    private void Wait(GrainId grain, Reminder reminder, TimeSpan dueTime, TimeSpan period) => cluster.World.After(dueTime, () =>
    {
        if (_reminders.GetValueOrDefault((grain, reminder.ReminderName)) != reminder) return;
        cluster.Remind(grain, reminder.ReminderName);
        Wait(grain, reminder, period, period);
    });

    private sealed class Reminder(string name) : IGrainReminder
    {
        public string ReminderName => name;
    }
}
