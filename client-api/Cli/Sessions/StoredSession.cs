using System.Text.Json;

namespace Rtx.Cli.Sessions;

/// <summary>A login that later commands use.</summary>
/// <param name="Url">The server.</param>
/// <param name="AccessToken">The token, which is as good as the password until it expires.</param>
/// <param name="ExpiresAt">From when on it is refused.</param>
/// <param name="User">Who logged in.</param>
internal sealed record StoredSession(Uri Url, string AccessToken, DateTimeOffset ExpiresAt, User User)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where it is kept: <c>rtx/session.json</c> in <c>$XDG_CONFIG_HOME</c> or <c>~/.config</c>.</summary>
    public static string DefaultPath => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "rtx", "session.json");

    /// <summary>The login that is kept; null when there is none.</summary>
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
            // A file of another version is as good as none: the next login writes it anew.
            return null;
        }
    }

    /// <summary>Keeps a login, readable for its owner only.</summary>
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
