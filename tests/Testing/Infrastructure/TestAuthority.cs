using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rtx.Testing.Infrastructure;

/// <summary>A test's certificate authority and the files of its certificates. Dispose deletes all of them.</summary>
public sealed class TestAuthority : IDisposable
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rtx-test-certificates-");
    private readonly X509Certificate2 _certificate;

    public TestAuthority(string name = "test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-3), DateTimeOffset.UtcNow.AddDays(3));
        AuthorityFile = Path.Combine(_folder.FullName, "ca.crt");
        File.WriteAllText(AuthorityFile, _certificate.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate in PEM.</summary>
    public string AuthorityFile { get; }

    /// <summary>Makes a certificate for a name and returns its files, in PEM.</summary>
    /// <param name="name">DNS name.</param>
    /// <param name="file">The name of the files; existing ones are replaced.</param>
    /// <param name="isExpired">Whether it expired yesterday.</param>
    /// <param name="isForServers">Whether servers may use it; clients always may.</param>
    public (string Certificate, string Key) Issue(string name, string? file = null, bool isExpired = false, bool isForServers = true)
    {
        var (certificate, key) = (Path.Combine(
            _folder.FullName, $"{file ?? name}.crt"), Path.Combine(_folder.FullName, $"{file ?? name}.key"));
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        OidCollection purposes = isForServers ? [new Oid(ForServers), new Oid(ForClients)] : [new Oid(ForClients)];
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(purposes, critical: false));
        var until = isExpired ? DateTimeOffset.UtcNow.AddDays(-1) : DateTimeOffset.UtcNow.AddDays(1);
        using var made = request.Create(_certificate, DateTimeOffset.UtcNow.AddDays(-2), until, RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(certificate, made.ExportCertificatePem());
        File.WriteAllText(key, pair.ExportPkcs8PrivateKeyPem());
        return (certificate, key);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }
}
