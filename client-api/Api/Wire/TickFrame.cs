using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Rtx.ClientApi.Wire;

/// <summary>A batch of ticks in the binary form that <see cref="Client.PackedTicks"/> describes.</summary>
internal static class TickFrame
{
    private const int HeaderBytes = 8;

    /// <summary>Fits the largest batch with every member at its longest.</summary>
    private const int MaxPackedBytes = 2 * 1024 * 1024;

    /// <summary>Reads one frame.</summary>
    /// <exception cref="FormatException">The bytes are not a valid frame.</exception>
    public static TickBatch Read(byte[] frame)
    {
        var buffer = new ReadOnlySequence<byte>(frame);
        return TryRead(ref buffer, out var batch) && buffer.IsEmpty
            ? batch
            : throw new FormatException("The bytes are not exactly one frame.");
    }

    /// <summary>Reads frames to the end; at most one is kept in memory.</summary>
    /// <exception cref="FormatException">The bytes are not valid frames.</exception>
    public static async IAsyncEnumerable<TickBatch> ReadAllAsync(
        PipeReader body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            try
            {
                while (TryRead(ref rest, out var batch)) yield return batch;
                if (read.IsCompleted && !rest.IsEmpty) throw new FormatException("The body ends within a frame.");
            }
            finally
            {
                // Also after an unreadable frame: the server must be able to read on, or it closes the connection before the answer is
                // sent.
                body.AdvanceTo(rest.Start, rest.End);
            }

            if (read.IsCompleted) yield break;
        }
    }

    private static bool TryRead(ref ReadOnlySequence<byte> buffer, out TickBatch batch)
    {
        batch = null!;
        if (buffer.Length < HeaderBytes) return false;
        Span<byte> header = stackalloc byte[HeaderBytes];
        buffer.Slice(0, HeaderBytes).CopyTo(header);
        var (count, length) = (BinaryPrimitives.ReadUInt32LittleEndian(header), BinaryPrimitives.ReadUInt32LittleEndian(header[4..]));
        if (count is < 1 or > TickBatch.MaxTicks) throw new FormatException($"A frame has 1 to {TickBatch.MaxTicks} ticks, not {count}.");
        if (length > MaxPackedBytes) throw new FormatException($"A frame has at most {MaxPackedBytes} bytes, not {length}.");
        if (buffer.Length < HeaderBytes + length) return false;
        batch = TickBatch.OfPacked((int)count, buffer.Slice(HeaderBytes, length).ToArray());
        buffer = buffer.Slice(HeaderBytes + length);
        return true;
    }
}
