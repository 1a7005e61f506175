using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Rtx.Gateway.Errors;

namespace Rtx.Gateway.Requests;

/// <summary>
/// Checks a request of any protocol for what its types can't rule out: null in a required place, also as an element of a list, text that
/// can't be stored, a time outside the supported range. New fields are checked automatically.
/// </summary>
public static class RequestFaults
{
    /// <summary>Earliest time in a request, inclusive.</summary>
    public static readonly DateTimeOffset MinTime = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Latest time in a request, exclusive: a day before the calendar ends, so that adding a day never overflows.</summary>
    public static readonly DateTimeOffset MaxTime = new(9999, 12, 30, 0, 0, 0, TimeSpan.Zero);

    private static readonly Assembly Contract = typeof(Client.PlaceOrderRequest).Assembly;
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    /// <summary>The first fault of a value, with the name of its field; null when there is none.</summary>
    public static ApiError? Find(string name, object? value, bool mayBeNull = false) => value switch
    {
        null => mayBeNull ? null : ApiError.Invalid($"{name} must not be null."),
        string text => WireText.FindFault(name, text),
        DateTimeOffset time => FindFault(name, time),
        IEnumerable list => FindInList(name, list),
        _ when value.GetType().Assembly == Contract && value.GetType().IsClass => FindInRecord(name, value),
        _ => null,
    };

    /// <summary>Whether a time is in the supported range.</summary>
    public static ApiError? FindFault(string name, DateTimeOffset time) =>
        time >= MinTime && time < MaxTime
            ? null
            : ApiError.Invalid($"{name} must be a time from {MinTime:yyyy-MM-dd} until before {MaxTime:yyyy-MM-dd}.");

    private static ApiError? FindInList(string name, IEnumerable list)
    {
        // Bytes, numbers and dates need no check.
        var type = list.GetType();
        if ((type.IsGenericType ? type.GetGenericArguments()[0] : type.GetElementType()) is { IsValueType: true }) return null;
        var index = 0;
        foreach (var element in list)
        {
            if (Find($"{name}[{index++}]", element) is { } fault) return fault;
        }

        return null;
    }

    private static ApiError? FindInRecord(string name, object record)
    {
        foreach (var member in Members.GetOrAdd(record.GetType(), MembersOf))
        {
            // The body itself has no name.
            var field = name.Length == 0 ? member.Name : $"{name}.{member.Name}";
            if (Find(field, member.Read(record), member.MayBeNull) is { } fault) return fault;
        }

        return null;
    }

    private static Member[] MembersOf(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.GetIndexParameters().Length == 0 && IsLookedAt(property.PropertyType))
                .Select(property => new Member(
                    JsonNamingPolicy.CamelCase.ConvertName(property.Name), property.GetValue,
                    property.PropertyType.IsValueType || nullability.Create(property).WriteState == NullabilityState.Nullable)),
        ];
    }

    private static bool IsLookedAt(Type type) => !type.IsValueType || (Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset);

    private sealed record Member(string Name, Func<object, object?> Read, bool MayBeNull);
}
