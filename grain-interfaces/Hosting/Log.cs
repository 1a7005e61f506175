using Microsoft.Extensions.Logging;

namespace Rtx.Hosting;

/// <summary>Log messages shared by silos and clients; event ids 5000 to 5099.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Warning, "A connection of {Subject} was refused, {Name} was expected: {Reason}")]
    public static partial void PeerRefused(this ILogger log, string subject, string name, string reason);

    [LoggerMessage(5001, LogLevel.Error, "The certificates of the cluster could not be read again; those read before are used on")]
    public static partial void CertificatesNotRead(this ILogger log, Exception exception);
}
