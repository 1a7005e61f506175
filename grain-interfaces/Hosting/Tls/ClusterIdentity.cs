using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rtx.Hosting.Tls;

/// <summary>A process's own certificate, and the authorities whose certificates it accepts.</summary>
public sealed class ClusterIdentity
{
    private static readonly Oid ForServers = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ForClients = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2Collection _roots = [];
    private readonly X509Certificate2Collection _intermediates = [];

    private ClusterIdentity(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        Certificate = certificate;
        foreach (var authority in authorities)
            (authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData) ? _roots : _intermediates).Add(authority);
    }

    /// <summary>The own certificate with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Reads the files and checks that others will accept the certificate.</summary>
    /// <exception cref="CryptographicException">A file is invalid, or its certificate would not be accepted; see <see cref="IsUnreadable"/>
    /// for the other exceptions.</exception>
    public static ClusterIdentity Read(ClusterTlsSettings settings, ClusterRole role)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(File.ReadAllText(settings.AuthorityFile));
        if (authorities.Count == 0) throw new CryptographicException($"{settings.AuthorityFile} holds no certificate in PEM.");
        var identity = new ClusterIdentity(ReadCertificate(settings), authorities);
        if (!identity.Certificate.HasPrivateKey) throw new CryptographicException($"{settings.CertificateFile} has no private key.");

        // A silo also connects to other silos.
        var refusal = (
            role is ClusterRole.Silo
                ? identity.ReasonAgainst(identity.Certificate, sent: null, settings.NameOf(role), isServer: true)
                : null)
            ?? identity.ReasonAgainst(identity.Certificate, sent: null, settings.NameOf(role), isServer: false);
        return refusal is null
            ? identity
            : throw new CryptographicException($"the certificate in {settings.CertificateFile} is no good: {refusal}");
    }

    /// <summary>Whether an exception of <see cref="Read"/> is about the files.</summary>
    public static bool IsUnreadable(Exception exception) =>
        exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>Null when the certificate is valid for a peer with this name; otherwise the reason.</summary>
    /// <param name="peer">The peer's certificate.</param>
    /// <param name="sent">The chain with the certificates that the peer sent along.</param>
    /// <param name="name">DNS name that the certificate must have.</param>
    /// <param name="isServer">Whether the peer is the server of the connection.</param>
    public string? ReasonAgainst(X509Certificate2 peer, X509Chain? sent, string name, bool isServer)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(_roots);
        policy.ExtraStore.AddRange(_intermediates);
        if (sent is not null) policy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        policy.ApplicationPolicy.Add(isServer ? ForServers : ForClients);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        // An untrusted certificate must not make us connect anywhere.
        policy.DisableCertificateDownloads = true;
        if (!chain.Build(peer)) return string.Join(' ', chain.ChainStatus.Select(status => status.StatusInformation.Trim()));
        return peer.MatchesHostname(name, allowWildcards: false, allowCommonName: false) ? null : $"it is not for the name {name}";
    }

    private static X509Certificate2 ReadCertificate(ClusterTlsSettings settings)
    {
        var (file, password) = (settings.CertificateFile, settings.Password.Length > 0 ? settings.Password : null);
        if (Path.GetExtension(file).ToLowerInvariant() is ".pfx" or ".p12") return X509CertificateLoader.LoadPkcs12FromFile(file, password);
        var key = settings.KeyFile.Length > 0 ? settings.KeyFile : file;
        return password is null
            ? X509Certificate2.CreateFromPemFile(file, key)
            : X509Certificate2.CreateFromEncryptedPemFile(file, password, key);
    }
}
