namespace Rtx.Chaos.Faults;

/// <summary>One kind of fault.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Part">What it breaks; faults of different parts may happen together.</param>
/// <param name="IsShort">Whether a short run has it.</param>
/// <param name="StrikeAsync">Breaks something, waits and mends it; tells what in the record.</param>
internal sealed record FaultKind(string Name, FaultPart Part, bool IsShort, Func<FaultRecord, Task> StrikeAsync);

/// <summary>What a fault breaks.</summary>
internal enum FaultPart
{
    Silos = 1,
    Apis = 2,
    Database = 3,
    Redis = 4,
}
