using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Rtx.Benchmarks.Matching.Streams;

/// <summary>
/// Reads a command file: a header of 64 bytes ('OBWL', u32 1, u64 prefill, u64 operations, u64 seed, u32 start price, u32 depth, u64 highest id, 16 unused), then one
/// <see cref="CommandRecord"/> per command, little endian.
/// </summary>
internal static class CommandFile
{
    private const int HeaderSize = 64;
    private const uint Version = 1;

    // Ids and accounts are looked up in arrays.
    private const ulong MaxCommands = 50_000_000;

    /// <summary>Reads a file; what must come of it is worked out by a <see cref="PlainMatcher"/>.</summary>
    /// <exception cref="InvalidDataException">The file is no command file, or not a whole one.</exception>
    public static CommandStream Read(string path)
    {
        var file = File.ReadAllBytes(path);
        if (file.Length < HeaderSize || !file.AsSpan().StartsWith("OBWL"u8)) throw Bad(path, "it does not begin with a header of 64 bytes that begins with OBWL");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4));
        if (version != Version) throw Bad(path, $"its version is {version}, not {Version}");
        var prefill = BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(8));
        var operations = BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(16));
        var maxId = BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(40));
        if (operations == 0 || prefill > MaxCommands || operations > MaxCommands || maxId > 2 * MaxCommands)
            throw Bad(path, $"its header says {prefill} orders before {operations} operations, ids up to {maxId}; legal are at most {MaxCommands} and one operation at least");
        var expectedLength = HeaderSize + ((prefill + operations) * CommandRecord.Size);
        if ((ulong)file.Length != expectedLength) throw Bad(path, $"it has {file.Length} bytes; its header says {prefill} + {operations} commands, which are {expectedLength}");

        var records = MemoryMarshal.Cast<byte, CommandRecord>(file.AsSpan(HeaderSize)).ToArray();
        CheckRecords(path, records, maxId);
        var parameters = new StreamParameters(
            (int)operations,
            (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(36)), int.MaxValue),
            BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(24)),
            BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(32)));
        var stream = new CommandStream(Path.GetFileName(path), parameters, records, (int)prefill, (int)maxId, PlainMatcher.Replay(records));
        PublishedStreams.Check(stream);
        return stream;
    }

    private static void CheckRecords(string path, CommandRecord[] records, ulong maxId)
    {
        var used = new HashSet<ulong>();
        for (var i = 0; i < records.Length; i++)
        {
            if (FindIllegal(records[i], maxId) is { } illegal) throw Bad(path, $"command {i}: {illegal}");
            if (records[i].Kind != CommandKind.Cancel && !used.Add(records[i].Id)) throw Bad(path, $"command {i}: the id {records[i].Id} was used before");
        }
    }

    private static string? FindIllegal(in CommandRecord record, ulong maxId) => record switch
    {
        { Kind: > CommandKind.Cancel } => $"its kind is {(byte)record.Kind}, not 0 to 3",
        { Side: > 1 } => $"its side is {record.Side}, not 0 or 1",
        _ when record.Id == 0 || record.Id > maxId => $"its id is {record.Id}, not 1 to {maxId}",
        { Kind: not CommandKind.Cancel, Quantity: 0 } => "its quantity is 0",
        { Kind: not CommandKind.Cancel, Account: 0 } => "its account is 0",
        { Kind: CommandKind.PassiveLimit or CommandKind.AggressiveLimit, Price: 0 } => "its price is 0",
        _ => null,
    };

    private static InvalidDataException Bad(string path, string why) => new($"{path} is no command file: {why}.");
}
