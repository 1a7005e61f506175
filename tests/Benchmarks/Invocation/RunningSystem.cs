using System.CommandLine;
using Npgsql;
using Rtx.Client;

namespace Rtx.Benchmarks.Invocation;

/// <summary>The system under test and the databases that it writes to.</summary>
/// <param name="Url">Root of the API.</param>
/// <param name="UserName">An administrator.</param>
/// <param name="Password">The administrator's password.</param>
/// <param name="Trading">Connection string of the trading database.</param>
/// <param name="MarketData">Connection string of the market-data database.</param>
/// <param name="Redis">Connection string of Redis.</param>
internal sealed record RunningSystem(Uri Url, string UserName, string Password, string Trading, string MarketData, string Redis)
{
    /// <summary>A client that is logged in as administrator.</summary>
    public async Task<RtxClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var client = new RtxClient(Url);
        await client.LoginAsync(UserName, Password, cancellationToken);
        return client;
    }
}

/// <summary>The options that name it. Secrets come from the environment, because command lines are visible to everybody.</summary>
internal sealed class RunningSystemOptions
{
    private readonly Option<Uri> _url = new("--url")
    {
        Description = "Root of the API; the databases are named by ConnectionStrings__Trading and ConnectionStrings__MarketData, the administrator by RTX_USER and RTX_PASSWORD. RTX_BENCH_MARKET_DATA names another server for the market data of silos in this process.",
        Required = true,
        CustomParser = result => new Uri(result.Tokens.Single().Value, UriKind.Absolute),
    };

    public void AddTo(Command command) => command.Add(_url);

    public RunningSystem Read(ParseResult parse) => new(
        parse.GetRequiredValue(_url), Variable("RTX_USER"), Variable("RTX_PASSWORD"), WithoutPool("ConnectionStrings__Trading"), WithoutPool(MarketDataName),
        Variable("ConnectionStrings__Redis"));

    private static string MarketDataName => Environment.GetEnvironmentVariable("RTX_BENCH_MARKET_DATA") is { Length: > 0 } ? "RTX_BENCH_MARKET_DATA" : "ConnectionStrings__MarketData";

    private static string WithoutPool(string name) => new NpgsqlConnectionStringBuilder(Variable(name)) { Pooling = false }.ConnectionString;

    private static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is not set.");
}
