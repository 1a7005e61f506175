using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rtx.ClientApi.Wire;

/// <summary>
/// How requests are read, over REST and the hub: unknown, repeated or null members are refused, because the request may mean something
/// different from what would be done.
/// </summary>
internal static class StrictJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static void Configure(JsonSerializerOptions options)
    {
        Client.RtxJson.Configure(options);
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}
