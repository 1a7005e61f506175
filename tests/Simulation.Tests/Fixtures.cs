using Rtx.Testing.Infrastructure;

[assembly: AssemblyFixture(typeof(TestPostgres))]

namespace Rtx.Simulation.Tests;

/// <summary>The simulation keeps all pool threads busy, so tests that wait for PostgreSQL meanwhile would time out.</summary>
internal static class OneAfterTheOther
{
    public const string Name = "one after the other";
}
