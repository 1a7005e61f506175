using Rtx.Storage.Migrations;

namespace Rtx.Storage.Tests.Migrations;

public sealed class MigrationScriptsTests
{
    [Fact]
    public void Scripts_are_ordered_by_number_whatever_the_order_of_the_files()
    {
        var scripts = Parse("0002_b.up.sql", "0002_b.down.sql", "0001_a.down.sql", "0001_a.up.sql");

        Assert.Equal(["a", "b"], scripts.For(SchemaFlavour.Plain).Select(script => script.Name));
    }

    [Fact]
    public void A_database_gets_the_shared_scripts_and_those_of_its_flavour()
    {
        var scripts = Parse(
            "0001_a.up.sql", "0001_a.down.sql", "0002_b.plain.up.sql", "0002_b.plain.down.sql", "0002_b.timescale.up.sql",
            "0002_b.timescale.down.sql");

        Assert.Equal(["a", "b.plain"], scripts.For(SchemaFlavour.Plain).Select(script => script.Description));
        Assert.Equal(["a", "b.timescale"], scripts.For(SchemaFlavour.Timescale).Select(script => script.Description));
    }

    [Theory]
    [InlineData("0001_a.up.sql")]
    [InlineData("0001_a.up.sql", "0001_b.down.sql")]
    [InlineData("0001_a.up.sql", "0001_a.down.sql", "0001_b.up.sql", "0001_b.down.sql")]
    [InlineData("0001_a.plain.up.sql", "0001_a.plain.down.sql")]
    [InlineData("0001_a.oracle.up.sql", "0001_a.oracle.down.sql")]
    [InlineData("1_a.up.sql", "1_a.down.sql")]
    [InlineData("readme.sql")]
    public void A_broken_set_of_files_is_refused(params string[] files) => Assert.Throws<FormatException>(() => Parse(files));

    [Theory]
    [InlineData("ticks.plain", 1)]
    [InlineData("ticks.timescale", 2)]
    [InlineData("ticks", null)]
    [InlineData("explain", null)]
    public void The_flavour_is_read_back_from_the_description(string description, int? expected) =>
        Assert.Equal((SchemaFlavour?)expected, MigrationScript.FlavourOf(description));

    private static MigrationScripts Parse(params IEnumerable<string> files) =>
        MigrationScripts.Parse(files.Select(file => KeyValuePair.Create(file, "select 1;")));
}
