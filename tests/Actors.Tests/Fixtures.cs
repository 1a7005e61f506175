using Rtx.Actors.Tests.Systems;
using Rtx.Testing.Infrastructure;

[assembly: AssemblyFixture(typeof(TestPostgres))]
[assembly: AssemblyFixture(typeof(TestRedis))]
[assembly: AssemblyFixture(typeof(TradingCluster))]
