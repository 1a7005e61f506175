using Rtx.Model;

namespace Rtx.ClientApi.Wire;

internal static class TimeWire
{
    public static Timestamp? ToModel(DateTimeOffset? time) => time is { } given ? Timestamp.From(given) : null;
}
