using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Rtx.Client;

/// <summary>The JSON form of everything that goes over the wire, for REST and for the hub's JSON protocol.</summary>
public static class RtxJson
{
    /// <summary>Options of the SDK: unknown members are ignored, so an older client understands a newer server.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>Gives options the wire form: camel-case members, null members left out, decimals as text, each member at most once, generated serializers.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new WireDecimalConverter());
        options.AllowDuplicateProperties = false;
        // Bare options have an empty chain, and an empty chain that gets one entry no longer falls back to reflection for types that are not ours.
        if (options.TypeInfoResolverChain.Count == 0) options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        options.TypeInfoResolverChain.Insert(0, RtxJsonContext.Default);
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}
