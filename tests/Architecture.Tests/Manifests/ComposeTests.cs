using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Rtx.Architecture.Tests.Manifests;

/// <summary><c>compose.yaml</c> agrees with itself, with its example of secrets and with the manifests for Kubernetes.</summary>
public sealed partial class ComposeTests
{
    private static readonly string Text = File.ReadAllText(Checkout.Path("compose.yaml"));

    private static readonly Dictionary<string, object> Document =
        new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(new StringReader(Text))));

    [Fact]
    public void It_parses_and_has_every_part() =>
        Assert.Equal(["certificates", "client-api", "migrate", "postgres", "redis", "silo", "timescaledb"], Services().Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Services_depend_on_services_that_exist() =>
        Assert.All(Services().Values.SelectMany(service => Mapping(service, "depends_on").Keys), name => Assert.Contains(name, Services().Keys));

    [Fact]
    public void No_secret_is_in_a_command_line() =>
        Assert.All(Services().Values.Where(service => service.ContainsKey("command")), service => Assert.DoesNotContain("${", string.Join(' ', (List<object>)service["command"]), StringComparison.Ordinal));

    [Fact]
    public void Only_silos_share_a_network_with_the_databases()
    {
        var reaching = Services().Where(service => service.Value.TryGetValue("networks", out var networks) && ((List<object>)networks).Contains("data")).Select(service => service.Key);
        Assert.Equal(["migrate", "postgres", "silo", "timescaledb"], reaching.Order(StringComparer.Ordinal));
        Assert.All(Services().Values, service => Assert.True(service.ContainsKey("networks"), "A service without networks is in the default one."));
    }

    [Fact]
    public void Docker_files_exist() =>
        Assert.All(
            Services().Values.Select(service => Mapping(service, "build")).Where(build => build.Count > 0),
            build => Assert.True(File.Exists(Checkout.Path((string)build["dockerfile"])), $"{build["dockerfile"]} is missing."));

    [Fact]
    public void Every_secret_is_in_the_example() =>
        Assert.Equal(BaseManifestTests.ExampleKeys(".env.example"), Secret().Matches(Text).Select(match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("silo")]
    [InlineData("client-api")]
    public void Settings_are_those_of_the_manifests(string name)
    {
        // The pod's address and ports are Kubernetes' own concern, and the image knows its URL.
        string[] onlyThere = ["Rtx__Cluster__AdvertisedAddress", "Rtx__Cluster__SiloPort", "Rtx__Cluster__GatewayPort", "ASPNETCORE_URLS"];
        var container = BaseManifests.Workloads.Single(workload => workload.Name == name).Template.Spec.Containers.Single();
        var there = container.Env.Select(variable => variable.Name).Where(variable => variable.Contains("__", StringComparison.Ordinal))
            .Concat(BaseManifests.Of<k8s.Models.V1ConfigMap>().Single().Data.Keys);
        Assert.Equal(there.Except(onlyThere).Order(StringComparer.Ordinal), Mapping(Services()[name], "environment").Keys.Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, Dictionary<object, object>> Services() =>
        ((Dictionary<object, object>)Document["services"]).ToDictionary(service => (string)service.Key, service => (Dictionary<object, object>)service.Value);

    private static Dictionary<string, object> Mapping(Dictionary<object, object> service, string key) =>
        service.TryGetValue(key, out var value) ? ((Dictionary<object, object>)value).ToDictionary(pair => (string)pair.Key, pair => pair.Value) : [];

    [GeneratedRegex(@"\$\{(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Secret();
}
