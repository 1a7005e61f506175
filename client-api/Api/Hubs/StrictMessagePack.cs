using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace Rtx.ClientApi.Hubs;

/// <summary>The hub's MessagePack options: SignalR's defaults, but reading follows the same rules as JSON.</summary>
internal static class StrictMessagePack
{
    public static MessagePackSerializerOptions Options { get; } = MessagePackSerializerOptions.Standard
        .WithSecurity(MessagePackSecurity.UntrustedData)
        .WithResolver(CompositeResolver.Create(
            [PlainDecimalFormatter.Instance, new StaticNullableFormatter<decimal>(PlainDecimalFormatter.Instance)],
            [StrictRecordResolver.Instance, DynamicEnumAsStringResolver.Instance, ContractlessStandardResolver.Instance]));

    private sealed class StrictRecordResolver : IFormatterResolver
    {
        public static readonly StrictRecordResolver Instance = new();

        public IMessagePackFormatter<T>? GetFormatter<T>() => Cache<T>.Formatter;

        private static class Cache<T>
        {
            public static readonly IMessagePackFormatter<T>? Formatter = typeof(T).IsClass
                && typeof(T).Assembly == typeof(Client.PlaceOrderRequest).Assembly
                ? new StrictRecordFormatter<T>(ContractlessStandardResolver.Instance.GetFormatterWithVerify<T>())
                : null;
        }
    }
}

/// <summary>A decimal as text in the wire form.</summary>
internal sealed class PlainDecimalFormatter : IMessagePackFormatter<decimal>
{
    public static readonly PlainDecimalFormatter Instance = new();

    public void Serialize(ref MessagePackWriter writer, decimal value, MessagePackSerializerOptions options) =>
        DecimalFormatter.Instance.Serialize(ref writer, value, options);

    public decimal Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.NextMessagePackType == MessagePackType.String)
        {
            var text = reader.ReadString();
            if (Client.WireDecimal.TryParse(text, out var value)) return value;
        }

        throw new MessagePackSerializationException(
            "A number is a text of digits, with a minus before and a point with digits behind them where they are needed.");
    }
}

/// <summary>Reads a record; all members must be known, each given at most once, and required members present.</summary>
/// <typeparam name="T">The type of the record.</typeparam>
internal sealed class StrictRecordFormatter<T>(IMessagePackFormatter<T> inner) : IMessagePackFormatter<T>
{
    private static readonly FrozenDictionary<string, Member> Members = MembersOf();
    private static readonly ulong Required = Members.Values.Where(member => member.IsRequired)
        .Aggregate(0UL, (bits, member) => bits | member.Bit);

    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) =>
        inner.Serialize(ref writer, value, options);

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        var ahead = reader.CreatePeekReader();
        Check(ref ahead);
        return inner.Deserialize(ref reader, options);
    }

    private static void Check(ref MessagePackReader reader)
    {
        if (reader.TryReadNil()) return;
        var seen = 0UL;
        for (var count = reader.ReadMapHeader(); count > 0; count--)
        {
            var name = reader.ReadString() ?? "";
            if (!Members.TryGetValue(name, out var member))
                throw new MessagePackSerializationException($"{typeof(T).Name} has no member '{(name.Length > 40 ? name[..40] : name)}'.");
            if ((seen & member.Bit) != 0) throw new MessagePackSerializationException($"{name} is there twice.");
            seen |= member.Bit;
            if (reader.IsNil && !member.MayBeNull) throw new MessagePackSerializationException($"{name} must not be null.");
            reader.Skip();
        }

        if ((seen & Required) != Required)
            throw new MessagePackSerializationException(
                $"{Members.Values.First(member => member.IsRequired && (seen & member.Bit) == 0).Name} is missing.");
    }

    private static FrozenDictionary<string, Member> MembersOf()
    {
        var nullability = new NullabilityInfoContext();
        return typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanRead)
            .Select((property, index) => new Member(
                property.Name, 1UL << index, property.IsDefined(typeof(RequiredMemberAttribute)),
                nullability.Create(property).ReadState == NullabilityState.Nullable))
            .ToFrozenDictionary(member => member.Name);
    }

    private sealed record Member(string Name, ulong Bit, bool IsRequired, bool MayBeNull);
}
