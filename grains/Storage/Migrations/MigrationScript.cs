namespace Rtx.Storage.Migrations;

/// <summary>A pair of scripts that changes a schema and reverts the change.</summary>
/// <param name="Version">Number in front of the file name, from 1.</param>
/// <param name="Name">What it changes.</param>
/// <param name="Flavour">The flavour that it is for; null for all.</param>
/// <param name="Up">Makes the change.</param>
/// <param name="Down">Reverts it.</param>
internal sealed record MigrationScript(long Version, string Name, SchemaFlavour? Flavour, string Up, string Down)
{
    /// <summary>
    /// The description in the version table. It ends with the flavour, so that the choice can be read back from the database.
    /// </summary>
    public string Description => Flavour is { } flavour ? $"{Name}.{NameOf(flavour)}" : Name;

    /// <summary>The flavour that a description names; null when it names none.</summary>
    public static SchemaFlavour? FlavourOf(string description) =>
        Enum.GetValues<SchemaFlavour>().Where(flavour => description.EndsWith("." + NameOf(flavour), StringComparison.Ordinal))
            .Cast<SchemaFlavour?>().FirstOrDefault();

    /// <summary>The flavour as file names spell it.</summary>
    public static string NameOf(SchemaFlavour flavour) => flavour switch
    {
        SchemaFlavour.Plain => "plain",
        SchemaFlavour.Timescale => "timescale",
    };
}
