using Rtx.Model;

namespace Rtx.Gateway.Wire;

public static class TimeWire
{
    public static Timestamp? ToModel(DateTimeOffset? time) => time is { } given ? Timestamp.From(given) : null;
}
