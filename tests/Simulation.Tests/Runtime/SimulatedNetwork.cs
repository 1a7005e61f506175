namespace Rtx.Simulation.Tests.Runtime;

/// <summary>
/// Delivers messages: delayed, twice, long after their timeout, or never; and none from one silo to another while that direction is cut.
/// </summary>
internal sealed class SimulatedNetwork(SimulatedWorld world, Faults faults)
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(25);

    private readonly HashSet<(SimulatedSilo From, SimulatedSilo To)> _cuts = [];

    /// <summary>Loses requests and answers from one silo to another for a while; the other direction works.</summary>
    public void Cut(SimulatedSilo from, SimulatedSilo to, TimeSpan time)
    {
        world.Tell($"what {from.Name} sends {to.Name} is lost");
        _cuts.Add((from, to));
        world.After(time, () =>
        {
            world.Tell($"what {from.Name} sends {to.Name} arrives again");
            _cuts.Remove((from, to));
        });
    }

    /// <summary>Whether the direction is open; it always is for clients.</summary>
    public bool IsCut(SimulatedSilo? from, SimulatedSilo? to) => from is not null && to is not null && _cuts.Contains((from, to));

    /// <summary>
    /// Sends a request. Operators' requests to an instrument arrive once and, as in Orleans, not after their timeout: nothing marks them as
    /// stale.
    /// </summary>
    public void Send(Message message, Action deliver)
    {
        if (world.Chance(faults.LostMessages)) return;
        if (message.IsOfOperator)
        {
            world.After(world.UpTo(Latency), deliver);
            return;
        }

        if (world.Chance(faults.DuplicatedMessages))
        {
            world.Tell($"{message} arrives twice");
            world.After(DrawDelay(message), deliver);
        }

        world.After(DrawDelay(message), deliver);
    }

    /// <summary>Sends an answer; the caller may have timed out.</summary>
    public void Answer(Action answer)
    {
        if (!world.Chance(faults.LostMessages)) world.After(world.UpTo(Latency), answer);
    }

    private TimeSpan DrawDelay(Message message)
    {
        if (!world.Chance(faults.LateMessages)) return world.UpTo(Latency);
        var delay = world.UpTo(LongestDelay);
        world.Tell($"{message} arrives in {delay.TotalSeconds:0} s");
        return delay;
    }
}
