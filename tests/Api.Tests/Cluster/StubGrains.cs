using System.Reflection;

namespace Rtx.Api.Tests.Cluster;

/// <summary>A factory of grains whose every call is answered by one function.</summary>
public class StubGrains : DispatchProxy
{
    private Func<MethodInfo, object?> _answer = _ => null;

    public static IGrainFactory That(Func<MethodInfo, object?> answer) => Create<IGrainFactory>(answer);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (!targetMethod!.Name.Equals(nameof(IGrainFactory.GetGrain), StringComparison.Ordinal)) return _answer(targetMethod);
        return typeof(StubGrains).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(targetMethod.ReturnType).Invoke(null, [_answer]);
    }

    private static T Create<T>(Func<MethodInfo, object?> answer)
        where T : class
    {
        var stub = DispatchProxy.Create<T, StubGrains>();
        ((StubGrains)(object)stub)._answer = answer;
        return stub;
    }
}
