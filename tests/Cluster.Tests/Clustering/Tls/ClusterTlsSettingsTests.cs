using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Rtx.Hosting.Tls;
using Rtx.Silo.Commands;
using Rtx.Testing.Infrastructure;

namespace Rtx.Cluster.Tests.Clustering.Tls;

public sealed class ClusterTlsSettingsTests : IDisposable
{
    private const string SiloName = "rtx-silo";

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("development-2")]
    public void Every_environment_but_Development_needs_certificates(string environment)
    {
        var refusal = Validate(new ClusterTlsSettings(), environment);

        Assert.Contains("needs certificates between silos and clients", refusal, StringComparison.Ordinal);
        Assert.Null(Validate(new ClusterTlsSettings(), Environments.Development));
        Assert.Null(Validate(SettingsOf(_authority.Issue(SiloName)), environment));
    }

    [Fact]
    public void Files_that_nobody_would_accept_are_named_at_the_start()
    {
        using var stranger = new TestAuthority("another authority");

        Assert.Contains("is not for the name rtx-silo", Validate(SettingsOf(_authority.Issue("rtx-client"))), StringComparison.Ordinal);
        Assert.NotNull(Validate(SettingsOf(_authority.Issue(SiloName, isExpired: true))));
        Assert.NotNull(Validate(SettingsOf(_authority.Issue(SiloName, isForServers: false))));
        Assert.NotNull(Validate(SettingsOf(stranger.Issue(SiloName))));
        Assert.Contains("/no/such/file", Validate(SettingsOf(("/no/such/file", "/no/such/key"))), StringComparison.Ordinal);
        Assert.Contains("both be set", Validate(new ClusterTlsSettings { KeyFile = "key" }), StringComparison.Ordinal);
        var sameName = SettingsOf(_authority.Issue(SiloName));
        sameName.ClientName = "RTX-silo";
        Assert.Contains("different names", Validate(sameName), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_was_renewed_is_used_without_a_restart_and_one_that_is_broken_is_not()
    {
        var time = new FakeTimeProvider();
        var certificates = new ClusterCertificates(
            Options.Create(SettingsOf(_authority.Issue(SiloName))), ClusterRole.Silo, time, NullLogger<ClusterCertificates>.Instance);
        var first = certificates.Current.Certificate.SerialNumber;

        var (file, _) = _authority.Issue(SiloName);
        Assert.Equal(first, certificates.Current.Certificate.SerialNumber);
        time.Advance(TimeSpan.FromSeconds(10));
        var renewed = certificates.Current.Certificate.SerialNumber;
        File.WriteAllText(file, "half a certif");
        time.Advance(TimeSpan.FromSeconds(10));
        var kept = certificates.Current.Certificate.SerialNumber;

        Assert.NotEqual(first, renewed);
        Assert.Equal(renewed, kept);
    }

    [Fact]
    public void A_certificate_may_come_as_pkcs12()
    {
        var (certificate, key) = _authority.Issue(SiloName);
        using var both = X509Certificate2.CreateFromPemFile(certificate, key);
        var file = Path.ChangeExtension(certificate, ".pfx");
        File.WriteAllBytes(file, both.Export(X509ContentType.Pkcs12, "a password"));

        Assert.Null(
            Validate(new ClusterTlsSettings { CertificateFile = file, Password = "a password", AuthorityFile = _authority.AuthorityFile }));
        Assert.NotNull(
            Validate(new ClusterTlsSettings { CertificateFile = file, Password = "another", AuthorityFile = _authority.AuthorityFile }));
    }

    [Fact]
    public async Task The_silo_makes_certificates_that_both_sides_accept_and_keeps_those_that_are_there()
    {
        var folder = Directory.CreateTempSubdirectory("rtx-certificates-");
        try
        {
            Assert.Equal(0, await CertificatesCommand.Create().Parse([folder.FullName]).InvokeAsync(
                cancellationToken: TestContext.Current.CancellationToken));
            var first = await File.ReadAllTextAsync(
                Path.Combine(folder.FullName, "silo", "tls.crt"), TestContext.Current.CancellationToken);
            Assert.Equal(0, await CertificatesCommand.Create().Parse([folder.FullName]).InvokeAsync(
                cancellationToken: TestContext.Current.CancellationToken));
            var (silo, client) = (ClusterIdentity.Read(Made("silo"), ClusterRole.Silo), ClusterIdentity.Read(
                Made("client"), ClusterRole.Client));

            Assert.Equal(
                first,
                await File.ReadAllTextAsync(Path.Combine(folder.FullName, "silo", "tls.crt"), TestContext.Current.CancellationToken));
            Assert.Null(silo.ReasonAgainst(client.Certificate, sent: null, "rtx-client", isServer: false));
            Assert.Null(client.ReasonAgainst(silo.Certificate, sent: null, SiloName, isServer: true));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    File.GetUnixFileMode(Path.Combine(folder.FullName, "client", "tls.key")));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        ClusterTlsSettings Made(string role) => new()
        {
            CertificateFile = Path.Combine(folder.FullName, role, "tls.crt"),
            KeyFile = Path.Combine(folder.FullName, role, "tls.key"),
            AuthorityFile = Path.Combine(folder.FullName, role, "ca.crt"),
        };
    }

    private static string? Validate(ClusterTlsSettings settings, string environment = "Production") =>
        new ClusterTlsSettingsValidator(new SomeEnvironment(environment), ClusterRole.Silo).Validate(name: null, settings).FailureMessage;

    private ClusterTlsSettings SettingsOf((string Certificate, string Key) files) =>
        new() { CertificateFile = files.Certificate, KeyFile = files.Key, AuthorityFile = _authority.AuthorityFile };

    /// <summary>An environment of any name.</summary>
    internal sealed class SomeEnvironment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "test";

        public string ContentRootPath { get; set; } = "/";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } =
            new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
