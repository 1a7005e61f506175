using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Requests;

namespace Rtx.ClientApi.Edge;

/// <summary>
/// The query parameters of an endpoint: only known ones, each at most once and in plain form. A misspelt parameter would otherwise be
/// ignored, and the request would mean more than the caller asked for.
/// </summary>
internal sealed class QueryRules
{
    private static readonly FrozenSet<Type> Types =
        new[] { typeof(string), typeof(bool), typeof(short), typeof(int), typeof(long), typeof(DateTimeOffset) }.ToFrozenSet();

    private readonly FrozenDictionary<string, Type> _parameters;

    /// <param name="method">The endpoint's method: its parameters with simple values that are not in the path are the query
    /// parameters.</param>
    /// <param name="route">The endpoint's path.</param>
    public QueryRules(MethodInfo method, RoutePattern route) => _parameters = method.GetParameters()
        .Select(parameter => (Name: parameter.Name!, Type: Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType))
        .Where(parameter => Types.Contains(parameter.Type) && route.GetParameter(parameter.Name) is null)
        .ToFrozenDictionary(parameter => parameter.Name, parameter => parameter.Type);

    /// <summary>The fault of a query; null when there is none.</summary>
    public ApiError? FindFault(IQueryCollection query)
    {
        foreach (var (name, values) in query)
        {
            if (!_parameters.TryGetValue(name, out var type))
                return ApiError.Invalid($"There is no parameter '{Shorten(name)}' here. {Known()}");
            if (values is not [{ Length: > 0 } value]) return ApiError.Invalid($"{name} must be given once, with a value.");
            if (FindFault(name, type, value) is { } fault) return fault;
        }

        return null;
    }

    private static ApiError? FindFault(string name, Type type, string value)
    {
        if (WireText.FindFault(name, value) is { } illegal) return illegal;
        if (type == typeof(bool)) return value is "true" or "false" ? null : ApiError.Invalid($"{name} is true or false.");
        if (type == typeof(DateTimeOffset))
        {
            return Client.WireTimeConverter.TryParse(value, out var time)
                ? RequestFaults.FindFault(name, time)
                : ApiError.Invalid(
                    $"{name} must be an ISO 8601 time with an offset and at most six decimals, e.g. 2026-01-02T03:04:05.000006Z. A "
                        + "plus is written as %2B.");
        }

        return type == typeof(string) || WholeNumber.IsPlain(value)
            ? null
            : ApiError.Invalid($"{name} must be a whole number without leading zeros.");
    }

    private string Known() =>
        _parameters.Count == 0 ? "It takes none." : $"It takes {string.Join(", ", _parameters.Keys.Order(StringComparer.Ordinal))}.";

    private static string Shorten(string name) => WireText.IsLegal(name) ? name[..Math.Min(name.Length, 40)] : "?";
}
