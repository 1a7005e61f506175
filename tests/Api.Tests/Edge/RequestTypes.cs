using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Rtx.Client;
using Rtx.ClientApi;

namespace Rtx.Api.Tests.Edge;

/// <summary>An endpoint as the API itself describes it.</summary>
internal sealed record ApiEndpoint(string Method, string Path, Type? Body, IReadOnlyList<ParameterInfo> Query);

/// <summary>What the API takes, read from its own routes and types: a new endpoint or field is tried without a word here.</summary>
internal static class RequestTypes
{
    private static readonly Type[] Plain = [typeof(string), typeof(bool), typeof(short), typeof(int), typeof(long), typeof(DateTimeOffset)];

    /// <summary>Every endpoint below <c>/api/v1</c>.</summary>
    public static async Task<IReadOnlyList<ApiEndpoint>> EndpointsAsync()
    {
        // Built, not started: nothing is connected to.
        await using var app = ApiHost.Build(["--urls=http://127.0.0.1:0", "--environment=Development", "--ConnectionStrings:Redis=127.0.0.1:1", "--Rtx:Cluster:GatewayPort=1", "--Logging:LogLevel:Default=None"]);
        return
        [
            .. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal))
                .Select(endpoint => new ApiEndpoint(
                    endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single(),
                    endpoint.RoutePattern.RawText!,
                    endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType,
                    [.. endpoint.Metadata.GetMetadata<MethodInfo>()!.GetParameters().Where(parameter =>
                        Plain.Contains(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) && endpoint.RoutePattern.GetParameter(parameter.Name!) is null)])),
        ];
    }

    /// <summary>A body that fits its type, with every member given. Texts are taken by the name of their member, then by what fits nothing in particular.</summary>
    public static JsonNode? Sample(Type type, IReadOnlyDictionary<string, string> texts, string name = "")
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string)) return texts.GetValueOrDefault(name, "X");
        if (plain == typeof(bool)) return false;
        if (plain == typeof(decimal)) return "1";
        if (plain == typeof(DateTimeOffset)) return "2030-01-01T00:00:00Z";
        if (plain == typeof(DateOnly)) return "2030-01-01";
        if (plain == typeof(TimeOnly)) return "09:00";
        if (plain == typeof(double)) return 1.0;
        if (plain.IsPrimitive) return 1;
        if (plain.IsEnum) return JsonNamingPolicy.SnakeCaseLower.ConvertName(Enum.GetNames(plain)[0]);
        if (type.IsGenericType) return new JsonArray(Sample(type.GetGenericArguments()[0], texts, name));
        return new JsonObject(type.GetProperties().Select(property =>
        {
            var member = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            return KeyValuePair.Create(member, Sample(property.PropertyType, texts, member));
        }));
    }

    /// <summary>Where the texts of a body of this type are.</summary>
    public static IEnumerable<string> TextPaths(Type type, string path = "$") => type switch
    {
        _ when type == typeof(string) => [path],
        { IsGenericType: true } => TextPaths(type.GetGenericArguments()[0], $"{path}[0]"),
        { IsClass: true } => type.GetProperties().SelectMany(property => TextPaths(property.PropertyType, $"{path}.{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}")),
        _ => [],
    };

    /// <summary>The body with another value at a path.</summary>
    public static JsonNode With(JsonNode body, string path, JsonNode? value)
    {
        var copy = body.DeepClone();
        Find(copy, path)!.ReplaceWith(value);
        return copy;
    }

    public static IReadOnlySet<string> Codes { get; } =
        typeof(RtxErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToHashSet();

    private static JsonNode? Find(JsonNode? node, string path) => node switch
    {
        not null when node.GetPath() == path => node,
        JsonObject members => members.Select(member => Find(member.Value, path)).FirstOrDefault(found => found is not null),
        JsonArray elements => elements.Select(element => Find(element, path)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
