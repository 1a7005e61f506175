namespace Rtx.Architecture.Tests.Layers;

/// <summary>The arrows between layers: who may use what.</summary>
public sealed class LayerTests
{
    /// <summary>An assembly and a namespace that it must not use.</summary>
    public static TheoryData<string, string> Forbidden => new()
    {
        // The vocabulary is data: no server, no storage, no transport.
        { "Rtx.Model", "Npgsql" },
        { "Rtx.Model", "StackExchange" },
        { "Rtx.Model", "Microsoft.AspNetCore" },
        { "Rtx.Contracts", "Npgsql" },
        { "Rtx.Contracts", "StackExchange" },
        { "Rtx.Contracts", "Microsoft.AspNetCore" },

        // The rules are pure: the same commands give the same events, today and in a replay.
        { "Rtx.Domain", "Orleans" },
        { "Rtx.Domain", "Npgsql" },
        { "Rtx.Domain", "StackExchange" },
        { "Rtx.Domain", "Microsoft.Extensions" },
        { "Rtx.Domain", "System.IO" },
        { "Rtx.Domain", "System.Net" },
        { "Rtx.Domain", "System.Threading" },
        { "Rtx.Domain", "Rtx.Contracts" },

        // Storage serves the domain and knows nothing of grains.
        { "Rtx.Storage", "Orleans.Runtime" },
        { "Rtx.Storage", "StackExchange" },
        { "Rtx.Storage", "Rtx.Contracts" },
        { "Rtx.Storage", "Rtx.Actors" },

        // The edge is the same for every protocol: it knows callers and permissions, and nothing of requests over HTTP or a hub.
        { "Rtx.Gateway", "Microsoft.AspNetCore" },
        { "Rtx.Gateway", "System.Security.Claims" },
        { "Rtx.Gateway", "System.Net.Http" },
        { "Rtx.Gateway", "Rtx.Domain" },
        { "Rtx.Gateway", "Rtx.Storage" },
        { "Rtx.Gateway", "Rtx.Actors" },

        // The API reaches grains by their contracts alone.
        { "Rtx.ClientApi", "Rtx.Domain" },
        { "Rtx.ClientApi", "Rtx.Storage" },
        { "Rtx.ClientApi", "Rtx.Actors" },

        // What users install speaks HTTP and SignalR, and nothing of the server.
        { "Rtx.Client", "Orleans" },
        { "Rtx.Client", "Rtx.Model" },
        { "Rtx.Client", "Rtx.Contracts" },
        { "rtx", "Orleans" },
        { "rtx", "Rtx.Model" },
        { "rtx", "Rtx.Contracts" },
        { "rtx", "Npgsql" },

        // Replays and the simulator know nothing of the command line that starts them.
        { "Rtx.Replays", "Rtx.Cli" },
        { "Rtx.Replays", "Spectre" },
        { "Rtx.Simulator", "Rtx.Cli" },
        { "Rtx.Simulator", "Rtx.Replays" },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Layer_keeps_away_from(string assembly, string forbidden) => Assert.Empty(DependencyGraph.Uses(assembly, forbidden));

    [Fact]
    public void Only_storage_speaks_Npgsql() =>
        Assert.Empty(DependencyGraph.Assemblies.Where(assembly => assembly != "Rtx.Storage").SelectMany(assembly => DependencyGraph.Uses(assembly, "Npgsql")));

    [Fact]
    public void The_graph_sees_what_is_there()
    {
        // Without this, a graph that failed to load would satisfy every rule above.
        Assert.All(DependencyGraph.Assemblies, assembly => Assert.NotEmpty(DependencyGraph.TypesOf(assembly)));
        Assert.NotEmpty(DependencyGraph.Uses("Rtx.Storage", "Npgsql"));
        Assert.NotEmpty(DependencyGraph.Uses("Rtx.Domain", "Rtx.Model"));
        Assert.NotEmpty(DependencyGraph.Uses("Rtx.Actors", "Orleans"));
        Assert.NotEmpty(DependencyGraph.Uses("Rtx.Client", "System.Threading.Tasks"));
    }
}
