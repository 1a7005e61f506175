using System.Reflection;

namespace Rtx.Actors.Tests.Accounts;

/// <summary>Gives one answer to every call.</summary>
public class Answering : DispatchProxy
{
    private object? _answer;

    public static T With<T>(object answer)
        where T : class
    {
        var proxy = Create<T, Answering>();
        ((Answering)(object)proxy)._answer = answer;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer;
}
