using System.Globalization;
using System.Text.RegularExpressions;

namespace Rtx.Storage.Migrations;

/// <summary>
/// All scripts of one database, validated: every change can be reverted, no number is used twice, and flavours are complete.
/// </summary>
internal sealed partial class MigrationScripts
{
    private readonly IReadOnlyList<MigrationScript> _scripts;

    private MigrationScripts(IReadOnlyList<MigrationScript> scripts) => _scripts = scripts;

    /// <summary>Whether any script has flavours, so that one must be chosen.</summary>
    public bool HasFlavours => _scripts.Any(script => script.Flavour is not null);

    /// <summary>The scripts embedded in this assembly.</summary>
    public static MigrationScripts Embedded(DatabaseKind kind)
    {
        var folder = $"sql/{FolderOf(kind)}/migrations/";
        var assembly = typeof(MigrationScripts).Assembly;
        return Parse(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Select(name => KeyValuePair.Create(name[folder.Length..], ReadResource(name))));
    }

    /// <summary>Parses file names such as <c>0002_ticks.plain.up.sql</c> with their text.</summary>
    /// <exception cref="FormatException">A name is malformed, half of a pair or a flavour is missing, or a number is used
    /// twice.</exception>
    public static MigrationScripts Parse(IEnumerable<KeyValuePair<string, string>> files)
    {
        var scripts = files.Select(ParseFile)
            .GroupBy(file => (file.Version, file.Name, file.Flavour))
            .Select(pair => new MigrationScript(
                pair.Key.Version, pair.Key.Name, pair.Key.Flavour, TextOf(pair, isUp: true), TextOf(pair, isUp: false)))
            .OrderBy(script => script.Version).ThenBy(script => script.Flavour)
            .ToList();
        foreach (var sameVersion in scripts.GroupBy(script => script.Version)) CheckFlavours(sameVersion.Key, [.. sameVersion]);
        return new MigrationScripts(scripts);
    }

    /// <summary>The scripts for a database of this flavour, by version.</summary>
    public IReadOnlyList<MigrationScript> For(SchemaFlavour flavour) =>
        [.. _scripts.Where(script => script.Flavour is null || script.Flavour == flavour)];

    private static string FolderOf(DatabaseKind kind) => kind switch
    {
        DatabaseKind.Trading => "trading",
        DatabaseKind.MarketData => "market-data",
        DatabaseKind.Orleans => "orleans",
    };

    private static string ReadResource(string name)
    {
        using var reader = new StreamReader(typeof(MigrationScripts).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static ScriptFile ParseFile(KeyValuePair<string, string> file)
    {
        var match = FileName().Match(file.Key);
        if (!match.Success)
            throw new FormatException($"'{file.Key}' is no migration script: expected NNNN_name[.plain|.timescale].up|down.sql.");
        var flavour = match.Groups["flavour"].Success
            ? Enum.Parse<SchemaFlavour>(match.Groups["flavour"].ValueSpan, ignoreCase: true)
            : (SchemaFlavour?)null;
        var version = long.Parse(match.Groups["version"].ValueSpan, CultureInfo.InvariantCulture);
        return new ScriptFile(version, match.Groups["name"].Value, flavour, match.Groups["direction"].Value is "up", file.Value);
    }

    private static string TextOf(IEnumerable<ScriptFile> pair, bool isUp)
    {
        var files = pair.ToList();
        return files.SingleOrDefault(file => file.IsUp == isUp)?.Text
            ?? throw new FormatException($"Migration {files[0].Version} '{files[0].Name}' has no {(isUp ? "up" : "down")} script.");
    }

    private static void CheckFlavours(long version, IReadOnlyList<MigrationScript> scripts)
    {
        var isShared = scripts is [{ Flavour: null }];
        var isFullSet = scripts.Count == Enum.GetValues<SchemaFlavour>().Length
            && scripts.All(script => script.Flavour is not null && script.Name == scripts[0].Name);
        if (!isShared && !isFullSet) throw new FormatException($"Migration number {version} is used twice, or lacks a flavour.");
    }

    [GeneratedRegex(
        @"^(?<version>\d{4})_(?<name>[a-z0-9_]+)(\.(?<flavour>plain|timescale))?\.(?<direction>up|down)\.sql$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex FileName();

    private sealed record ScriptFile(long Version, string Name, SchemaFlavour? Flavour, bool IsUp, string Text);
}
