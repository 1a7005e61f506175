using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Rtx.Replays.Recorded;

/// <summary>Lines of a recording, read as they are needed; a file with the extension <c>.gz</c> is decompressed.</summary>
internal static class RecordedLines
{
    private const int BufferSize = 1 << 16;

    /// <summary>The lines with their numbers, from 1.</summary>
    public static async IAsyncEnumerable<RecordedLine> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        await using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(content, bufferSize: BufferSize);
        for (long number = 1; await reader.ReadLineAsync(cancellationToken) is { } text; number++)
        {
            yield return new RecordedLine(path, number, text);
        }
    }
}

/// <summary>One line of a recording.</summary>
/// <param name="Path">The file.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Text">The line without its end.</param>
internal readonly record struct RecordedLine(string Path, long Number, string Text)
{
    /// <summary>Makes an error that names the offending line.</summary>
    public FormatException Unreadable(string why) => new($"{System.IO.Path.GetFileName(Path)}, line {Number}: {why}");
}
