using System.Runtime.InteropServices;

namespace Rtx.Benchmarks.Matching.Streams;

/// <summary>What a command of the neutral workload does.</summary>
internal enum CommandKind : byte
{
    /// <summary>A limit order that the generator placed away from the market. To an engine the same as <see cref="AggressiveLimit"/>.</summary>
    PassiveLimit = 0,

    /// <summary>A limit order that crosses; its remainder rests.</summary>
    AggressiveLimit = 1,

    /// <summary>A market order; its remainder is cancelled.</summary>
    Market = 2,

    /// <summary>A cancel, now and then of an order that is not open.</summary>
    Cancel = 3,
}

/// <summary>A command as it is in a command file: 24 bytes, little endian.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal readonly struct CommandRecord(CommandKind kind, byte side, ushort account, uint price, uint quantity, ulong id)
{
    /// <summary>Bytes of a record.</summary>
    public const int Size = 24;

    /// <summary>What it does.</summary>
    [FieldOffset(0)] public readonly CommandKind Kind = kind;

    /// <summary>0 buys, 1 sells; 0 for a cancel.</summary>
    [FieldOffset(1)] public readonly byte Side = side;

    /// <summary>Whose order, from 1; 0 for a cancel.</summary>
    [FieldOffset(2)] public readonly ushort Account = account;

    /// <summary>Limit in ticks; 0 for a market order and a cancel.</summary>
    [FieldOffset(4)] public readonly uint Price = price;

    /// <summary>Lots; 0 for a cancel.</summary>
    [FieldOffset(8)] public readonly uint Quantity = quantity;

    /// <summary>The order: its own id, or the one to cancel.</summary>
    [FieldOffset(16)] public readonly ulong Id = id;
}
