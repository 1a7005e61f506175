namespace Rtx.Silo.Diagnostics;

/// <summary>Log messages of the silo host: event ids 4000–4099.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Made the first administrator '{Name}'")]
    public static partial void AdministratorMade(this ILogger log, string name);

    [LoggerMessage(4001, LogLevel.Warning, "Redis had lost the membership: put back {Rows} entries as version {Version}")]
    public static partial void MembershipRestored(this ILogger log, int rows, long version);

    [LoggerMessage(4002, LogLevel.Debug, "The membership could not be read")]
    public static partial void MembershipNotRead(this ILogger log, Exception exception);

    [LoggerMessage(4003, LogLevel.Critical, "This silo ends, start it again: {Context}")]
    public static partial void EndsAtOnce(this ILogger log, string? context, Exception? exception);
}
