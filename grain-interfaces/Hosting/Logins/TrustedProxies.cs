using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Rtx.Hosting.Logins;

/// <summary>
/// The proxies whose forwarded headers are trusted; setting <c>Rtx:TrustedProxies</c>, addresses and networks (<c>10.0.0.0/8</c>) separated
/// by commas. Without any, the address of a request is that of its socket, whatever its headers say.
/// </summary>
public static class TrustedProxies
{
    /// <summary>Name of the setting.</summary>
    public const string Setting = "Rtx:TrustedProxies";

    /// <summary>Takes client addresses from the headers of trusted proxies; call it before anything reads an address.</summary>
    /// <exception cref="FormatException">The setting contains something other than addresses and networks.</exception>
    public static void UseTrustedProxies(this IApplicationBuilder app)
    {
        var options = Read(app.ApplicationServices.GetRequiredService<IConfiguration>()[Setting]);
        if (options is not null) app.UseForwardedHeaders(options);
    }

    /// <summary>Returns a predicate for the addresses of trusted proxies.</summary>
    /// <exception cref="FormatException">The setting contains something other than addresses and networks.</exception>
    public static Predicate<IPAddress> Named(IConfiguration configuration)
    {
        if (Read(configuration[Setting]) is not { } options) return _ => false;
        return given =>
        {
            var address = given.IsIPv4MappedToIPv6 ? given.MapToIPv4() : given;
            return options.KnownProxies.Contains(address) || options.KnownIPNetworks.Any(network => network.Contains(address));
        };
    }

    /// <summary>Null when no proxy is trusted.</summary>
    internal static ForwardedHeadersOptions? Read(string? setting)
    {
        // Any number of proxies in a row: the first that is not trusted is the client.
        var options =
            new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null
            };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in (setting ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(text, out var address)) options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(text, out var network)) options.KnownIPNetworks.Add(network);
            else throw new FormatException($"{Setting}: '{text}' is neither an address nor a network.");
        }

        return options.KnownProxies.Count + options.KnownIPNetworks.Count == 0 ? null : options;
    }
}
