namespace Rtx.Chaos.Faults;

/// <summary>One kind of fault.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Part">The part it breaks; faults of different parts may happen together.</param>
/// <param name="IsShort">Whether a short run includes it.</param>
/// <param name="StrikeAsync">Breaks something, waits and repairs it; describes it in the record.</param>
internal sealed record FaultKind(string Name, FaultPart Part, bool IsShort, Func<FaultRecord, Task> StrikeAsync);

/// <summary>The part that a fault breaks.</summary>
internal enum FaultPart
{
    Silos = 1,
    Apis = 2,
    Database = 3,
    Redis = 4,
}
