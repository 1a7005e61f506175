using Rtx.Terminal.Tests.Browser;
using Rtx.Testing.Systems;

[assembly: AssemblyFixture(typeof(RtxSystem))]
[assembly: AssemblyFixture(typeof(Chromium))]
