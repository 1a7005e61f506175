using Rtx.Testing.Infrastructure;

[assembly: AssemblyFixture(typeof(TestPostgres))]

namespace Rtx.Simulation.Tests;

/// <summary>The simulation keeps all threads of the pool busy: whoever waits for PostgreSQL meanwhile waits too long.</summary>
internal static class OneAfterTheOther
{
    public const string Name = "one after the other";
}
