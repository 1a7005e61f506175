using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Connections.Security;

namespace Rtx.Hosting.Tls;

/// <summary>
/// The certificates for the handshakes of this process. The files are read again when connections are made, at most every ten seconds, so a
/// renewed certificate needs no restart; while the files are not usable (half written, or of another authority), the previous certificates
/// stay in use.
/// </summary>
/// <param name="settings">The paths of the files.</param>
/// <param name="role">The role of this process.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Logs refused peers and files.</param>
public sealed class ClusterCertificates(
    IOptions<ClusterTlsSettings> settings, ClusterRole role, TimeProvider time, ILogger<ClusterCertificates> log)
{
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(10);

    /// <summary>Longest handshake; a client that connects and sends nothing occupies a slot this long.</summary>
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _reading = new();
    private ClusterIdentity? _current;
    private long _readAt;

    /// <summary>The newest usable identity.</summary>
    public ClusterIdentity Current
    {
        get
        {
            lock (_reading)
            {
                if (_current is null) return Keep(ClusterIdentity.Read(settings.Value, role));
                if (time.GetElapsedTime(_readAt) < ReadAgainAfter) return _current;
                try
                {
                    return Keep(ClusterIdentity.Read(settings.Value, role));
                }
                catch (Exception e) when (ClusterIdentity.IsUnreadable(e))
                {
                    log.CertificatesNotRead(e);
                    return Keep(_current);
                }
            }
        }
    }

    /// <summary>TLS options for connections whose other side must have a role.</summary>
    /// <param name="peer">The other side's role.</param>
    /// <param name="isServer">Whether the other side is the server.</param>
    public TlsOptions Accepting(ClusterRole peer, bool isServer) => new()
    {
        HandshakeTimeout = HandshakeTimeout,
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        LocalServerCertificateSelector = (_, _) => Current.Certificate,
        LocalClientCertificateSelector = (_, _, _, _, _) => Current.Certificate,
        OnAuthenticateAsClient = (_, options) => options.TargetHost = settings.Value.NameOf(peer),
        RemoteCertificateValidation = (certificate, chain, _) => IsAccepted(certificate, chain, settings.Value.NameOf(peer), isServer),
    };

    private bool IsAccepted(X509Certificate2 certificate, X509Chain? chain, string name, bool isServer)
    {
        if (Current.ReasonAgainst(certificate, chain, name, isServer) is not { } reason) return true;
        log.PeerRefused(certificate.Subject, name, reason);
        return false;
    }

    private ClusterIdentity Keep(ClusterIdentity identity)
    {
        (_current, _readAt) = (identity, time.GetTimestamp());
        return identity;
    }
}
