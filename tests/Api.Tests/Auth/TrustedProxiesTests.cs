using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Rtx.Hosting.Logins;

namespace Rtx.Api.Tests.Auth;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("10.0.0.0/8, 127.0.0.1", "127.0.0.1", "203.0.113.5", "203.0.113.5")]
    [InlineData("10.0.0.0/8", "10.1.2.3", "203.0.113.5, 10.9.9.9", "203.0.113.5")]
    [InlineData("10.0.0.0/8", "10.1.2.3", "1.2.3.4, 203.0.113.5", "203.0.113.5")]
    [InlineData("10.0.0.0/8", "203.0.113.5", "1.2.3.4", "203.0.113.5")]
    public async Task The_client_is_the_first_address_that_no_trusted_proxy_has(string trusted, string socket, string header, string client)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(socket);
        context.Request.Headers["X-Forwarded-For"] = header;

        await new ForwardedHeadersMiddleware(_ => Task.CompletedTask, NullLoggerFactory.Instance, Options.Create(TrustedProxies.Read(trusted)!)).Invoke(context);

        Assert.Equal(IPAddress.Parse(client), context.Connection.RemoteIpAddress);
    }

    [Theory]
    [InlineData("10.0.0.0/8, 127.0.0.1", "10.1.2.3", true)]
    [InlineData("10.0.0.0/8, 127.0.0.1", "::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.0/8, 127.0.0.1", "127.0.0.2", false)]
    [InlineData("2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData(null, "127.0.0.1", false)]
    public void A_proxy_is_known_by_its_address_or_its_network(string? trusted, string address, bool isProxy)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(TrustedProxies.Setting, trusted)]).Build();

        Assert.Equal(isProxy, TrustedProxies.Named(configuration)(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" , ")]
    public void Without_trusted_proxies_headers_are_not_looked_at(string? setting) => Assert.Null(TrustedProxies.Read(setting));

    [Fact]
    public void What_is_no_address_is_refused() => Assert.Throws<FormatException>(() => TrustedProxies.Read("10.0.0.0/8, proxy"));
}
