namespace Rtx.Testing.Systems;

/// <summary>Paths of the programs built in this checkout, in the configuration of the running tests.</summary>
public static class SystemFiles
{
    public static string Silo => Program("silo", "Rtx.Silo.dll");

    public static string Api => Program("client-api/Api", "Rtx.ClientApi.dll");

    private static string Program(string project, string file)
    {
        // Test programs are in tests/<project>/bin/<configuration>/<framework>.
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(FindRoot(output), project, "bin", output.Parent!.Name, output.Name, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not built.");
    }

    private static string FindRoot(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Actors.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"There is no Actors.sln above {AppContext.BaseDirectory}.");
    }
}
