using System.Globalization;
using System.Reflection;

namespace Rtx.Architecture.Tests.Wire;

/// <summary>
/// What silos and API processes of two versions must understand alike while a cluster is upgraded: a line for each message, each call and each enum.
/// Whether a text or another object may be missing makes no difference there.
/// </summary>
internal static class WireContract
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly string[] Assemblies = ["Rtx.Model", "Rtx.Contracts", "Rtx.Streams", "Rtx.Actors", "Rtx.Silo", "Rtx.Gateway", "Rtx.ClientApi"];

    /// <summary>Where enums are that messages have; they travel as numbers.</summary>
    private static readonly string[] Vocabularies = ["Rtx.Model", "Rtx.Contracts", "Rtx.Streams"];

    /// <summary>All lines, ordered.</summary>
    public static IReadOnlyList<string> Read()
    {
        Type[] types = [.. Assemblies.SelectMany(name => Assembly.Load(new AssemblyName(name)).GetTypes()).Where(IsOurs)];
        return
        [
            .. types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)).Select(Message)
                .Concat(types.Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable))).SelectMany(Calls))
                .Concat(types.Where(type => type.IsEnum && Vocabularies.Contains(type.Assembly.GetName().Name)).Select(Numbers))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) != true;

    // What a record takes when it is made is numbered by its place; the rest by an attribute.
    private static string Message(Type type)
    {
        var numbered = type.GetMembers(Own)
            .Select(member => (Id: member.GetCustomAttribute<IdAttribute>()?.Id, Member: member))
            .Where(member => member.Id is not null)
            .OrderBy(member => member.Id)
            .Select(member => $" {member.Id}: {Name(TypeOf(member.Member))} {member.Member.Name};");
        return $"{AliasOf(type)}({Parameters(PrimaryConstructor(type)?.GetParameters() ?? [])}){string.Concat(numbered)}";
    }

    // The other constructor of a record copies.
    private static ConstructorInfo? PrimaryConstructor(Type type)
    {
        if (type.GetMethod("PrintMembers", Own) is null) return null;
        return Array.Find(type.GetConstructors(Own), made => Array.TrueForAll(made.GetParameters(), parameter => type.GetProperty(parameter.Name!, Own) is not null));
    }

    private static IEnumerable<string> Calls(Type type) =>
        type.GetMethods().Select(method => $"{AliasOf(type)}.{AliasOf(method)}({Parameters(method.GetParameters())}): {Name(method.ReturnType)}");

    private static string Numbers(Type type)
    {
        var numbers = Enum.GetValues(type).Cast<object>().Select(value => $"{value} = {Convert.ToInt64(value, CultureInfo.InvariantCulture)}");
        return $"{type.FullName}: {string.Join(", ", numbers)}";
    }

    private static string Parameters(ParameterInfo[] parameters) =>
        string.Join(", ", parameters.Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    private static string AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias ?? $"{member} WITHOUT ALIAS";

    private static string Name(Type type)
    {
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Name(value)}?";
        return type.IsGenericType ? $"{type.Name[..^2]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
    }
}
