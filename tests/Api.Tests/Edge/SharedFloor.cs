using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.Edge;

/// <summary>A floor for many short tests of one class, as its fixture: making users and instruments takes longer than what they try.</summary>
public sealed class SharedFloor(RtxSystem system) : IAsyncLifetime
{
    private Floor? _floor;

    internal Floor Floor => _floor!;

    public async ValueTask InitializeAsync() => _floor = await Floor.Open(system);

    public ValueTask DisposeAsync() => Floor.DisposeAsync();
}
