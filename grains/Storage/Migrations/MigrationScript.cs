namespace Rtx.Storage.Migrations;

/// <summary>A pair of scripts that changes a schema and takes the change back.</summary>
/// <param name="Version">Number in front of the file name, from 1.</param>
/// <param name="Name">What it changes.</param>
/// <param name="Flavour">For which flavour it is; null for all.</param>
/// <param name="Up">Makes the change.</param>
/// <param name="Down">Takes it back.</param>
internal sealed record MigrationScript(long Version, string Name, SchemaFlavour? Flavour, string Up, string Down)
{
    /// <summary>What the version table keeps. The flavour is the last part, so the choice made can be read back from the database.</summary>
    public string Description => Flavour is { } flavour ? $"{Name}.{NameOf(flavour)}" : Name;

    /// <summary>The flavour that a description names; null when it names none.</summary>
    public static SchemaFlavour? FlavourOf(string description) =>
        Enum.GetValues<SchemaFlavour>().Where(flavour => description.EndsWith("." + NameOf(flavour), StringComparison.Ordinal)).Cast<SchemaFlavour?>().FirstOrDefault();

    /// <summary>The flavour as file names spell it.</summary>
    public static string NameOf(SchemaFlavour flavour) => flavour switch
    {
        SchemaFlavour.Plain => "plain",
        SchemaFlavour.Timescale => "timescale",
    };
}
