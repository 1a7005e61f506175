using System.Buffers.Binary;
using System.Security.Cryptography;
using Rtx.Model;

namespace Rtx.Domain.Sessions;

/// <summary>
/// How much longer an auction lasts than planned: 0 to a number of seconds, in microseconds, derived from a secret seed and the planned
/// end. So it is the same after every restart, and earlier ends do not reveal later ones.
/// </summary>
internal static class RandomEnds
{
    private const int BytesPerNumber = sizeof(long);

    public static long DelayMicroseconds(long seed, Timestamp planned, int maxSeconds)
    {
        Span<byte> question = stackalloc byte[2 * BytesPerNumber];
        BinaryPrimitives.WriteInt64LittleEndian(question, seed);
        BinaryPrimitives.WriteInt64LittleEndian(question[BytesPerNumber..], planned.UnixMicroseconds);
        Span<byte> answer = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(question, answer);
        return (long)(BinaryPrimitives.ReadUInt64LittleEndian(answer) % ((ulong)(maxSeconds * TimeSpan.MicrosecondsPerSecond) + 1));
    }
}
