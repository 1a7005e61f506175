using Rtx.Cluster.Tests.Systems;

[assembly: AssemblyFixture(typeof(TradingCluster))]
