using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Rtx.Client;

/// <summary>The JSON form of everything that goes over the wire, for REST and for the hub's JSON protocol.</summary>
public static class RtxJson
{
    /// <summary>Options of the SDK: unknown members are ignored, so an older client works with a newer server.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>
    /// Applies the wire format to options: camel-case members, null members left out, decimals as text, each member at most once,
    /// source-generated serializers.
    /// </summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new WireDecimalConverter());
        options.AllowDuplicateProperties = false;
        // Options without a resolver fall back to reflection; adding one entry to their empty chain would end that for types that are not
        // ours.
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
