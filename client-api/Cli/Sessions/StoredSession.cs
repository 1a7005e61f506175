using System.Text.Json;

namespace Rtx.Cli.Sessions;

/// <summary>A login that later commands use.</summary>
/// <param name="Url">The server.</param>
/// <param name="AccessToken">The token, which is as good as the password until it expires.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="User">Who logged in.</param>
internal sealed record StoredSession(Uri Url, string AccessToken, DateTimeOffset ExpiresAt, User User)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The file path: <c>rtx/session.json</c> in <c>$XDG_CONFIG_HOME</c> or <c>~/.config</c>.</summary>
    public static string DefaultPath => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "rtx",
        "session.json");

    /// <summary>The stored login; null when there is none.</summary>
    public static StoredSession? Load(string? path = null)
    {
        path ??= DefaultPath;
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<StoredSession>(File.ReadAllText(path), RtxJson.Options);
        }
        catch (JsonException)
        {
            // A file of another version is ignored: the next login overwrites it.
            return null;
        }
    }

    /// <summary>Stores a login, readable by its owner only.</summary>
    public static void Save(StoredSession session, string? path = null)
    {
        path ??= DefaultPath;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(temporary, options)) JsonSerializer.Serialize(file, session, RtxJson.Options);
        File.Move(temporary, path, overwrite: true);
    }
}
