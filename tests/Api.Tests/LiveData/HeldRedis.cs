using System.Reflection;
using StackExchange.Redis;

namespace Rtx.Api.Tests.LiveData;

/// <summary>A connection to Redis that is slow where the test says so: what is asked about some channels waits until it is let go.</summary>
public class HeldRedis : DispatchProxy
{
    private object? _redis;
    private Gate? _gate;

    /// <summary>A connection like the given one, and what holds its subscriptions to channels whose name ends so.</summary>
    public static IConnectionMultiplexer Hold(IConnectionMultiplexer redis, string channel, out Gate gate)
    {
        gate = new Gate(channel);
        return New(redis, gate);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var answer = () => targetMethod!.Invoke(_redis, args);
        return targetMethod!.Name switch
        {
            nameof(IConnectionMultiplexer.GetSubscriber) => New((ISubscriber)answer()!, _gate!),
            nameof(ISubscriber.SubscribeAsync) when args![0]!.ToString()!.EndsWith(_gate!.Channel, StringComparison.Ordinal) => _gate.PassAsync(() => (Task<ChannelMessageQueue>)answer()!),
            _ => answer(),
        };
    }

    private static T New<T>(T redis, Gate gate)
        where T : class
    {
        var proxy = Create<T, HeldRedis>();
        ((HeldRedis)(object)proxy)._redis = redis;
        ((HeldRedis)(object)proxy)._gate = gate;
        return proxy;
    }

    /// <summary>Holds those who come to it until it is opened.</summary>
    public sealed class Gate(string channel)
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Channel { get; } = channel;

        /// <summary>Completes when somebody is held.</summary>
        public Task Reached => _reached.Task;

        public void Open() => _opened.TrySetResult();

        public async Task<T> PassAsync<T>(Func<Task<T>> ask)
        {
            _reached.TrySetResult();
            await _opened.Task;
            return await ask();
        }
    }
}
