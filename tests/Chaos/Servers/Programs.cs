using Rtx.Testing.Systems;

namespace Rtx.Chaos.Servers;

/// <summary>The programs of one version.</summary>
/// <param name="Silo">Rtx.Silo.dll.</param>
/// <param name="Api">Rtx.ClientApi.dll.</param>
internal sealed record Programs(string Silo, string Api)
{
    /// <summary>The programs built by this checkout.</summary>
    public static Programs OfCheckout => new(SystemFiles.Silo, SystemFiles.Api);

    /// <summary>The programs in a folder, each in a subfolder.</summary>
    /// <exception cref="FileNotFoundException">One is missing.</exception>
    public static Programs In(string folder)
    {
        return new(Existing("silo", "Rtx.Silo.dll"), Existing("api", "Rtx.ClientApi.dll"));

        string Existing(string name, string program)
        {
            var path = Path.GetFullPath(Path.Combine(folder, name, program));
            return File.Exists(path) ? path : throw new FileNotFoundException($"There is no {path}.");
        }
    }
}
