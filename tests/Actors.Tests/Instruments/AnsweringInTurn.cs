using System.Reflection;

namespace Rtx.Actors.Tests.Instruments;

/// <summary>An instrument that answers as the test says.</summary>
public class AnsweringInTurn : DispatchProxy
{
    /// <summary>The result of the next call.</summary>
    public Func<Task<InstrumentStatus>> Next { get; set; } = () => throw new InvalidOperationException("The test says how to answer.");

    /// <summary>The instrument as others call it.</summary>
    public static IInstrumentGrain New(out AnsweringInTurn answers)
    {
        var grain = Create<IInstrumentGrain, AnsweringInTurn>();
        answers = (AnsweringInTurn)(object)grain;
        return grain;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => Next();
}
