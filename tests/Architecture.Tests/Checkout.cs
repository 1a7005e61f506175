namespace Rtx.Architecture.Tests;

/// <summary>The files of the checkout that these tests were built in.</summary>
internal static class Checkout
{
    /// <summary>What builds, package managers and runs put there; none of it is in the repository.</summary>
    private static readonly HashSet<string> NotInTheRepository = ["bin", "obj", "node_modules", "TestResults", "artifacts", "wwwroot"];

    /// <summary>The root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Absolute path of a file or folder named from the root.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    /// <summary>Path from the root, with slashes.</summary>
    public static string Relative(string path) => System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Folders below one, at any depth, without hidden and generated ones; ordered by path.</summary>
    public static IEnumerable<string> Folders(string below) =>
        ChildFolders(below).SelectMany(folder => Folders(folder).Prepend(folder));

    /// <summary>Folders directly below one, without hidden and generated ones; ordered by name.</summary>
    public static IEnumerable<string> ChildFolders(string below) =>
        Directory.EnumerateDirectories(below)
            .Where(folder => System.IO.Path.GetFileName(folder) is var name && !name.StartsWith('.') && !NotInTheRepository.Contains(name))
            .Order(StringComparer.Ordinal);

    /// <summary>Files of a pattern anywhere in the checkout, without hidden and generated folders.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        Folders(Root).Prepend(Root).SelectMany(folder => Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Actors.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"There is no Actors.sln above {AppContext.BaseDirectory}.");
    }
}
