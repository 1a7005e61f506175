using Rtx.Testing.Infrastructure;

[assembly: AssemblyFixture(typeof(TestPostgres))]
