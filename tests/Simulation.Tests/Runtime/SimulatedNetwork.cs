namespace Rtx.Simulation.Tests.Runtime;

/// <summary>Brings messages: after a while, twice, long after everybody has given up, or never; and none from one silo to another while it is cut that way.</summary>
internal sealed class SimulatedNetwork(SimulatedWorld world, Faults faults)
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(25);

    private readonly HashSet<(SimulatedSilo From, SimulatedSilo To)> _cuts = [];

    /// <summary>Loses what one silo sends another, requests and answers, for a time; the other way all arrives.</summary>
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

    /// <summary>Whether there is a way; clients, who are no silo, always find one.</summary>
    public bool IsCut(SimulatedSilo? from, SimulatedSilo? to) => from is not null && to is not null && _cuts.Contains((from, to));

    /// <summary>Sends a request. What operators tell an instrument comes once, and as in Orleans not after its time: nothing in it says that it is of before.</summary>
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

    /// <summary>Sends an answer, to who may not wait for it any more.</summary>
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
