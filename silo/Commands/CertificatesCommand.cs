using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rtx.Hosting.Tls;

namespace Rtx.Silo.Commands;

/// <summary>
/// <c>certificates FOLDER</c>: creates certificates for silos and clients, for operators without their own authority. The authority issues
/// these two and its key is discarded: nobody can issue a third, and renewing means creating both again.
/// </summary>
internal static class CertificatesCommand
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Allows for clock differences.
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(825);

    public static Command Create()
    {
        var folder =
            new Argument<DirectoryInfo>("folder") { Description = "Gets silo/ and client/, each with tls.crt, tls.key and ca.crt." };
        var again = new Option<bool>("--again") { Description = "Also where there are some." };
        var command = new Command("certificates", "Make certificates for the connections between silos and clients.") { folder, again };
        command.SetAction(
            (result, cancellationToken) => MakeAsync(result.GetRequiredValue(folder).FullName, result.GetValue(again), cancellationToken));
        return command;
    }

    private static async Task<int> MakeAsync(string folder, bool again, CancellationToken cancellationToken)
    {
        var settings = new ClusterTlsSettings();
        (string Folder, string Name, string[] Purposes)[] roles =
            [
                (Path.Combine(folder, "silo"), settings.SiloName, [ForServers, ForClients]),
                (Path.Combine(folder, "client"), settings.ClientName, [ForClients])];
        if (!again && roles.All(role => File.Exists(Path.Combine(role.Folder, "tls.key"))))
        {
            await Console.Out.WriteLineAsync($"{folder} has certificates already (--again makes new ones).");
            return 0;
        }

        var from = DateTimeOffset.UtcNow - Before;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = AuthorityOf(authorityKey).CreateSelfSigned(from, from + Lifetime);
        foreach (var (target, name, purposes) in roles)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var certificate = RequestOf(name, key, purposes)
                .Create(authority, from, from + Lifetime, RandomNumberGenerator.GetBytes(16));
            Directory.CreateDirectory(target);
            await WriteAsync(Path.Combine(target, "ca.crt"), authority.ExportCertificatePem(), cancellationToken);
            await WriteAsync(Path.Combine(target, "tls.crt"), certificate.ExportCertificatePem(), cancellationToken);
            await WriteAsync(Path.Combine(target, "tls.key"), key.ExportPkcs8PrivateKeyPem(), cancellationToken);
            await Console.Out.WriteLineAsync($"{target}: {name}, until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        }

        return 0;
    }

    private static CertificateRequest AuthorityOf(ECDsa key)
    {
        var request = new CertificateRequest("CN=rtx-cluster-authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request;
    }

    private static CertificateRequest RequestOf(string name, ECDsa key, string[] purposes)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        OidCollection oids = [.. purposes.Select(purpose => new Oid(purpose))];
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, critical: false));
        return request;
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    }
}
