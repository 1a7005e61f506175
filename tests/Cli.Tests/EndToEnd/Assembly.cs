using Rtx.Testing.Systems;

[assembly: AssemblyFixture(typeof(RtxSystem))]
