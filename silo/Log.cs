namespace Rtx.Silo;

/// <summary>Log messages of the silo host: event ids 4000–4099.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Made the first administrator '{Name}'")]
    public static partial void AdministratorMade(this ILogger log, string name);
}
