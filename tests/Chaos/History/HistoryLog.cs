using System.Text.Json;
using System.Threading.Channels;
using Rtx.Client;

namespace Rtx.Chaos.History;

/// <summary>Writes the history to a file, one JSON document per line, in the order of the calls.</summary>
internal sealed class HistoryLog : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = CreateOptions();

    private readonly Channel<(HistoryRecord? Record, TaskCompletionSource<int>? Flushed)> _queue =
        Channel.CreateUnbounded<(HistoryRecord?, TaskCompletionSource<int>?)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly StreamWriter _file;
    private readonly Task _writing;
    private long _requests;

    private readonly Action<HistoryRecord> _onAdded;

    private HistoryLog(string path, Action<HistoryRecord> onAdded)
    {
        (Path, _onAdded) = (path, onAdded);
        _file = new StreamWriter(path);
        _writing = WriteAsync();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Creates a new file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onAdded">Receives every record, from many threads.</param>
    public static HistoryLog Create(string path, Action<HistoryRecord> onAdded) => new(path, onAdded);

    /// <summary>Reads a history.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">Number of records to read; by default all of a complete file.</param>
    public static IReadOnlyList<HistoryRecord> Read(string path, int count = int.MaxValue) =>
        [.. File.ReadLines(path).Take(count).Select(line => JsonSerializer.Deserialize<HistoryRecord>(line, Json)!)];

    /// <summary>A number for a new request.</summary>
    public long NextRequest() => Interlocked.Increment(ref _requests);

    public void Add(HistoryRecord record)
    {
        _queue.Writer.TryWrite((record, null));
        _onAdded(record);
    }

    /// <summary>Waits until everything added so far is in the file.</summary>
    /// <returns>The number of records.</returns>
    public async Task<int> FlushAsync()
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Writer.TryWrite((null, done));
        return await done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing;
        await _file.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var count = 0;
        await foreach (var (record, flushed) in _queue.Reader.ReadAllAsync())
        {
            if (record is not null)
            {
                await _file.WriteLineAsync(JsonSerializer.Serialize(record, Json));
                count++;
            }

            if (flushed is null) continue;
            await _file.FlushAsync();
            flushed.SetResult(count);
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        RtxJson.Configure(options);
        return options;
    }
}
