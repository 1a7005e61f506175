using Microsoft.Extensions.Configuration;
using Rtx.Cluster.Tests.Clustering.Tls;
using Rtx.Silo.Settings;

namespace Rtx.Cluster.Tests.Clustering;

/// <summary>Settings that a silo accepts only on a developer's machine.</summary>
public sealed class LocalDefaultsTests
{
    private const string GoodDatabase = "Host=db;Username=rtx;Password=a-long-enough-secret";
    private const string GoodRedis = "redis:6379,password=a-long-enough-secret";

    [Theory]
    [InlineData(GoodDatabase, GoodRedis, null)]
    [InlineData("Host=db;Username=rtx;SSL Certificate=/c.pem", GoodRedis, null)]
    [InlineData("Host=db;Username=rtx;Password=short", GoodRedis, "ConnectionStrings:Trading")]
    [InlineData("Host=db;Username=rtx;PWD=rtx-local-password", GoodRedis, "ConnectionStrings:Trading")]
    [InlineData(GoodDatabase + ";Include Error Detail=true", GoodRedis, "Include Error Detail")]
    [InlineData(GoodDatabase + ";includeerrordetail=True", GoodRedis, "Include Error Detail")]
    [InlineData(GoodDatabase, "redis:6379", "ConnectionStrings:Redis")]
    public void Connection_strings_of_a_developer_are_refused_in_every_environment_but_Development(
        string database, string redis, string? named)
    {
        var connections = new ConnectionStrings(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Trading"] = database, ["ConnectionStrings:MarketData"] = GoodDatabase,
            ["ConnectionStrings:Orleans"] = GoodDatabase, ["ConnectionStrings:Redis"] = redis,
        }).Build());

        var refusal = Record.Exception(() => connections.RefuseLocalDefaults(new ClusterTlsSettingsTests.SomeEnvironment("Staging")));

        if (named is null) Assert.Null(refusal);
        else Assert.Contains(named, Assert.IsType<InvalidOperationException>(refusal).Message, StringComparison.Ordinal);
        connections.RefuseLocalDefaults(new ClusterTlsSettingsTests.SomeEnvironment("Development"));
    }

    [Theory]
    [InlineData("Staging", "short", false)]
    [InlineData("Staging", "rtx-local-password", false)]
    [InlineData("Staging", "a-long-enough-secret", true)]
    [InlineData("Production", "short", false)]
    [InlineData("Development", "short", true)]
    [InlineData("Development", "", false)]
    public void Weak_passwords_of_operators_are_for_Development(string environment, string password, bool isAccepted)
    {
        var host = new ClusterTlsSettingsTests.SomeEnvironment(environment);

        Assert.Equal(isAccepted, new DashboardSettingsValidator(host).Validate(
            name: null, new DashboardSettings { Enabled = true, Password = password }).Succeeded);
        Assert.Equal(isAccepted, new BootstrapSettingsValidator(host).Validate(
            name: null, new BootstrapSettings { AdministratorName = "admin", AdministratorPassword = password }).Succeeded);
    }
}
