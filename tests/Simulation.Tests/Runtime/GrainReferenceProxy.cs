using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Orleans.Concurrency;

namespace Rtx.Simulation.Tests.Runtime;

/// <summary>Turns calls of a grain interface into messages.</summary>
[SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "DispatchProxy makes its proxies by deriving from it.")]
internal class GrainReferenceProxy : DispatchProxy
{
    private static readonly MethodInfo Send = typeof(GrainReferenceProxy)
        .GetMethod(nameof(SendAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;
    private static readonly ConcurrentDictionary<MethodInfo, (bool IsOneWay, bool Interleaves)> Kinds = new();

    private SimulatedCluster? _cluster;
    private SimulatedSilo? _from;
    private GrainId _id;

    public static T Create<T>(SimulatedCluster cluster, SimulatedSilo? from, GrainId id)
    {
        var proxy = Create<T, GrainReferenceProxy>()!;
        var reference = (GrainReferenceProxy)(object)proxy;
        (reference._cluster, reference._from, reference._id) = (cluster, from, id);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var (isOneWay, interleaves) = Kinds.GetOrAdd(
            targetMethod!,
            static method => (method.IsDefined(typeof(OneWayAttribute)), method.IsDefined(typeof(AlwaysInterleaveAttribute))));
        var result = targetMethod!.ReturnType;
        if (result.IsGenericType)
        {
            return Send.MakeGenericMethod(result.GetGenericArguments()).Invoke(this, [targetMethod, args, interleaves]);
        }
        var message = new Message(_from, _id, targetMethod.Name, interleaves);
        var answer = _cluster!.CallAsync<object?>(message, async grain =>
        {
            await (Task)targetMethod.Invoke(grain, args)!;
            return null;
        });
        if (!isOneWay) return answer;
        answer.Ignore();
        return Task.CompletedTask;
    }

    private Task<T> SendAsync<T>(MethodInfo method, object?[] args, bool interleaves) =>
        _cluster!.CallAsync(new Message(_from, _id, method.Name, interleaves), grain => (Task<T>)method.Invoke(grain, args)!);
}

/// <summary>A request in flight.</summary>
/// <param name="From">The caller; null for a client.</param>
/// <param name="To">The target grain.</param>
/// <param name="Method">The method.</param>
/// <param name="Interleaves">Whether it may interleave with other calls.</param>
internal sealed record Message(SimulatedSilo? From, GrainId To, string Method, bool Interleaves)
{
    /// <summary>Whether it is an operator's request to an instrument, which has no id to detect duplicates by.</summary>
    public bool IsOfOperator => From is null && To.Type == SimulatedCluster.InstrumentType;

    public override string ToString() => $"{Method} of {To}";
}
