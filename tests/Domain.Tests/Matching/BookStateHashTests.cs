using System.Globalization;
using System.Reflection;
using Rtx.Domain.Matching.Memory;
using Rtx.Domain.Matching.Rules;
using Rtx.Model;

namespace Rtx.Domain.Tests.Matching;

/// <summary>A difference in any field of an order gives a book another hash.</summary>
public sealed class BookStateHashTests
{
    private static readonly BookOrderState Order = new()
    {
        OrderId = new OrderId(7),
        AccountId = new AccountId(3),
        Side = Side.Buy,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.Gtc,
        Price = new Price(100),
        CumQty = new Quantity(1),
        LeavesQty = new Quantity(9),
        DisplayedQty = new Quantity(2),
        PrioritySequence = 5,
        Place = OrderPlace.Held,
        Followed = new Price(98),
        Instructions = new OrderInstructions
        {
            StopPx = new Price(99),
            TrailOffset = new TrailOffset(4, IsBasisPoints: false),
            DisplayQty = new Quantity(2),
            MinQty = new Quantity(3),
            ExpireTime = new Timestamp(1_000),
        },
    };

    public static TheoryData<string> Fields => [.. PropertiesOf<BookOrderState>().Select(property => property.Name)];

    public static TheoryData<string> InstructionFields => [.. PropertiesOf<OrderInstructions>().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_of_an_order_is_in_the_hash(string field) => Assert.NotEqual(HashOf(Order), HashOf(Changed(Order, field)));

    [Theory]
    [MemberData(nameof(InstructionFields))]
    public void Every_instruction_of_an_order_is_in_the_hash(string field) =>
        Assert.NotEqual(HashOf(Order), HashOf(Order with { Instructions = Changed(Order.Instructions!, field) }));

    private static ulong HashOf(BookOrderState order) => BookStateHash.Compute(sequence: 10, lastTradePrice: null, [order]);

    private static IEnumerable<PropertyInfo> PropertiesOf<T>() => typeof(T).GetProperties().Where(property => property.CanWrite);

    /// <summary>A copy that differs in one property.</summary>
    private static T Changed<T>(T original, string field)
        where T : notnull
    {
        // Boxed, so that a struct is changed too; a record is copied first.
        object copy = typeof(T).IsValueType ? original : typeof(T).GetMethod("<Clone>$")!.Invoke(original, null)!;
        var property = typeof(T).GetProperty(field)!;
        property.SetValue(copy, Another(property.PropertyType, property.GetValue(copy)));
        return (T)copy;
    }

    private static object? Another(Type type, object? value)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return value is null ? Another(underlying, Activator.CreateInstance(underlying)) : null;
        if (type == typeof(OrderInstructions)) return null;
        if (type.IsEnum) return Enum.GetValues(type).Cast<object>().First(other => !other.Equals(value));
        if (type == typeof(bool)) return !(bool)value!;
        if (type == typeof(string)) return value + "x";
        if (type.IsPrimitive)
            return Convert.ChangeType(Convert.ToInt64(value, CultureInfo.InvariantCulture) + 1, type, CultureInfo.InvariantCulture);
        // A value type around a number: the number is changed.
        var constructor = type.GetConstructors().Single(one => one.GetParameters().Length > 0);
        const BindingFlags Found = BindingFlags.IgnoreCase | BindingFlags.Public | BindingFlags.Instance;
        var arguments = constructor.GetParameters()
            .Select(parameter => type.GetProperty(parameter.Name!, Found)!.GetValue(value)).ToArray();
        arguments[0] = Another(constructor.GetParameters()[0].ParameterType, arguments[0]);
        return constructor.Invoke(arguments);
    }
}
