using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Rtx.Model;

/// <summary>The hash of a state, value by value: equal for equal values in the same sequence. XXH64.</summary>
public sealed class StateHash
{
    private readonly XxHash64 _hash = new();

    /// <summary>The hash of what was added so far.</summary>
    public ulong Value => _hash.GetCurrentHashAsUInt64();

    /// <summary>Adds a number.</summary>
    public StateHash Add(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _hash.Append(bytes);
        return this;
    }

    /// <summary>Adds whether something is so.</summary>
    public StateHash Add(bool value) => Add(value ? 1 : 0);

    /// <summary>Adds a text with its length, so that two texts can't be taken for two others.</summary>
    public StateHash Add(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Add(text.Length);
        _hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
        return this;
    }
}
