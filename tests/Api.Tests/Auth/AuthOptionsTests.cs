using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Rtx.ClientApi.Auth;
using Rtx.Contracts;
using Rtx.Hosting.Settings;

namespace Rtx.Api.Tests.Auth;

public sealed class AuthOptionsTests
{
    [Theory]
    [InlineData("Production", AuthOptions.LocalSigningKey, false)]
    [InlineData("Production", "0123456789012345678901234567890", false)]
    [InlineData("Staging", AuthOptions.LocalSigningKey, false)]
    [InlineData("development-2", AuthOptions.LocalSigningKey, false)]
    [InlineData("Production", "01234567890123456789012345678901", true)]
    [InlineData("Development", AuthOptions.LocalSigningKey, true)]
    [InlineData("Development", "short", false)]
    public void Every_environment_but_Development_needs_a_secret_of_its_own(string environment, string key, bool isAccepted)
    {
        var validator = new AuthOptionsValidator(new Environment(environment));
        Assert.Equal(isAccepted, validator.Validate(name: null, new AuthOptions { SigningKey = key }).Succeeded);
    }

    [Theory]
    [InlineData("Staging", "redis:6379", false)]
    [InlineData("Production", "redis:6379,password=short", false)]
    [InlineData("Staging", "redis:6379,password=long-enough-secret", true)]
    [InlineData("Development", "localhost:6379", true)]
    public void Redis_needs_a_password_but_in_Development(string environment, string connectionString, bool isAccepted) =>
        Assert.Equal(isAccepted, Record.Exception(() => SettingsWith(connectionString).RequireRedis(new Environment(environment))) is null);

    private static IConfiguration SettingsWith(string redis) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:Redis", (string?)redis)]).Build();

    [Fact]
    public void A_password_matches_its_own_hash_only()
    {
        var passwords = new Passwords();
        var user = new UserRecord(new Model.UserId(1), "ann", passwords.Hash("correct horse"), UserRole.Trader);
        Assert.True(passwords.Matches(user, "correct horse"));
        Assert.False(passwords.Matches(user, "correct hors"));
        Assert.False(passwords.Matches(user: null, "correct horse"));
    }

    private sealed class Environment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "test";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
