using System.Globalization;
using Rtx.Chaos.Processes;
using Rtx.Testing.Infrastructure;

namespace Rtx.Chaos.Servers;

/// <summary>
/// The storage of the database: its own in-memory file system where the machine allows mounting one, so that it can be filled up; elsewhere
/// a plain folder.
/// </summary>
internal sealed class DataVolume : IAsyncDisposable
{
    private const string Device = "rtx-chaos";
    private const string FolderPrefix = "rtx-chaos-";
    private readonly string _folder;

    private DataVolume(string folder, bool canFill) => (_folder, CanFill) = (folder, canFill);

    /// <summary>Whether it can be filled up without harming others.</summary>
    public bool CanFill { get; }

    public string Folder => Path.Combine(_folder, "volume");

    private string Filler => Path.Combine(Folder, "filler");

    public static async Task<DataVolume> CreateAsync(int megabytes)
    {
        await RemoveAbandonedAsync();
        var folder = await PostgresPrograms.CreateFolderAsync($"{FolderPrefix}{Environment.ProcessId}-");
        // The server's user must be able to traverse it.
        await Command.RunAsync(["chmod", "711", folder]);
        var mountPoint = Directory.CreateDirectory(Path.Combine(folder, "volume")).FullName;
        var mounted = await Command.TryAsync(["mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=700", Device, mountPoint]);
        return new DataVolume(folder, mounted.ExitCode == 0);
    }

    /// <summary>Fills it completely.</summary>
    public async Task FillAsync()
    {
        var free = new DriveInfo(Folder).AvailableFreeSpace;
        await Command.TryAsync(["fallocate", "-l", free.ToString(CultureInfo.InvariantCulture), Filler]);
        // Space freed meanwhile is filled, too.
        await Command.TryAsync(["dd", "if=/dev/zero", $"of={Filler}", "bs=64k", "oflag=append", "conv=notrunc"]);
    }

    /// <summary>Frees what was filled.</summary>
    public void Free() => File.Delete(Filler);

    // A killed run could not unmount.
    private static async Task RemoveAbandonedAsync()
    {
        if (!File.Exists("/proc/mounts")) return;
        foreach (
            var mount in (await File.ReadAllLinesAsync("/proc/mounts")).Select(line => line.Split(' ')).Where(mount => mount[0] == Device))
        {
            if (Path.GetDirectoryName(mount[1]) is not { } folder || !IsAbandoned(Path.GetFileName(folder))) continue;
            // Lazy unmount: its server may still be running.
            if ((await Command.TryAsync(["umount", "-l", mount[1]])).ExitCode == 0) Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsAbandoned(string folder) =>
        folder.StartsWith(FolderPrefix, StringComparison.Ordinal)
            && int.TryParse(folder[FolderPrefix.Length..].Split('-')[0], CultureInfo.InvariantCulture, out var owner)
        && !Directory.Exists($"/proc/{owner}");

    public async ValueTask DisposeAsync()
    {
        if (CanFill) await Command.RunAsync(["umount", Folder]);
        Directory.Delete(_folder, recursive: true);
    }
}
