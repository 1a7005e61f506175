using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rtx.Hosting.Tls;
using Rtx.Testing.Infrastructure;

namespace Rtx.Cluster.Tests.Clustering.Tls;

/// <summary>A silo with test certificates, and various peers that connect to its two ports.</summary>
public sealed class ClusterTlsTests : IAsyncLifetime
{
    private const string SiloName = "rtx-silo";
    private const string ClientName = "rtx-client";

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _stranger = new();
    private readonly int _siloPort = ServerProcess.FreePort();
    private readonly int _gatewayPort = ServerProcess.FreePort();
    private IHost _silo = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(SettingsOf(_authority, _authority.Issue(SiloName)));
        builder.UseOrleans(silo => silo.UseLocalhostClustering(_siloPort, _gatewayPort).AddClusterTls());
        _silo = builder.Build();
        await _silo.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.StopAsync(CancellationToken.None);
        _silo.Dispose();
        _authority.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task A_client_with_a_certificate_of_the_authority_reaches_the_silo()
    {
        using var client = NewClient(SettingsOf(_authority, _authority.Issue(ClientName, isForServers: false)));
        await client.StartAsync(TestContext.Current.CancellationToken);

        Assert.Single(await client.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true));
        await client.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_refused()
    {
        using var client = NewClient([]);
        await Assert.ThrowsAnyAsync<Exception>(() => client.StartAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_with_a_certificate_of_another_authority_is_refused()
    {
        // It trusts the silo; the silo does not trust it.
        var (certificate, key) = _stranger.Issue(ClientName);
        foreach (var port in new[] { _siloPort, _gatewayPort }) await AssertRefusedAsync(port, certificate, key);

        // And a client that trusts only its own authority does not talk to the silo.
        using var client = NewClient(SettingsOf(_stranger, (certificate, key)));
        await Assert.ThrowsAnyAsync<Exception>(() => client.StartAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_cannot_join_as_a_silo_and_a_silo_does_not_call_as_a_client()
    {
        var client = _authority.Issue(ClientName);
        await AssertRefusedAsync(_siloPort, client.Certificate, client.Key);
        var silo = _authority.Issue(SiloName, "another-silo");
        await AssertRefusedAsync(_gatewayPort, silo.Certificate, silo.Key);
    }

    [Fact]
    public async Task An_expired_certificate_another_name_and_none_are_refused()
    {
        var expired = _authority.Issue(ClientName, "expired", isExpired: true);
        var other = _authority.Issue("somebody", "somebody");
        foreach (var (certificate, key) in new[] { expired, other })
        {
            await AssertRefusedAsync(_siloPort, certificate, key);
            await AssertRefusedAsync(_gatewayPort, certificate, key);
        }

        await AssertRefusedAsync(_siloPort, certificateFile: null, keyFile: null);
        await AssertRefusedAsync(_gatewayPort, certificateFile: null, keyFile: null);
    }

    [Fact]
    public void A_client_does_not_speak_to_a_server_that_is_no_silo()
    {
        // Another client's certificate from the same authority instead of the silo's.
        var (file, key) = _authority.Issue(ClientName, "impostor");
        using var certificate = X509Certificate2.CreateFromPemFile(file, key);
        var identity = ClusterIdentity.Read(
            new ClusterTlsSettings { CertificateFile = file, KeyFile = key, AuthorityFile = _authority.AuthorityFile }, ClusterRole.Client);

        Assert.NotNull(identity.ReasonAgainst(certificate, sent: null, SiloName, isServer: true));
    }

    /// <summary>Accepts any server certificate in the handshake and expects the server to close the connection without data.</summary>
    private static async Task AssertRefusedAsync(int port, string? certificateFile, string? keyFile)
    {
        using var certificate = certificateFile is null ? null : X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        // An accepted peer would wait for ever, because the server sends nothing.
        using var accepted = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        accepted.CancelAfter(TimeSpan.FromMinutes(1));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, accepted.Token);
        await using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = SiloName,
                    ClientCertificates = certificate is null ? null : [certificate],
                    LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
                },
                accepted.Token);
            Assert.Equal(0, await tls.ReadAsync(new byte[1], accepted.Token));
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The server rejected the handshake or cut the connection.
        }
    }

    private IHost NewClient(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Environment.EnvironmentName = Environments.Development;
        builder.UseOrleansClient(client => client.UseLocalhostClustering(_gatewayPort).AddClusterTls().UseConnectionRetryFilter(
            (_, _) => Task.FromResult(false)));
        return builder.Build();
    }

    private static Dictionary<string, string?> SettingsOf(TestAuthority authority, (string Certificate, string Key) files) => new()
    {
        ["Rtx:Cluster:Tls:CertificateFile"] = files.Certificate,
        ["Rtx:Cluster:Tls:KeyFile"] = files.Key,
        ["Rtx:Cluster:Tls:AuthorityFile"] = authority.AuthorityFile,
    };
}
