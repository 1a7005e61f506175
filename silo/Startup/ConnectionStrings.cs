namespace Rtx.Silo.Startup;

/// <summary>The connection strings of a silo. There are no defaults: a silo must be told where the truth is.</summary>
internal sealed class ConnectionStrings(IConfiguration configuration)
{
    public string Trading { get; } = Required(configuration, nameof(Trading));

    public string MarketData { get; } = Required(configuration, nameof(MarketData));

    public string Orleans { get; } = Required(configuration, nameof(Orleans));

    public string Redis { get; } = Required(configuration, nameof(Redis));

    private static string Required(IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name) is { Length: > 0 } value ? value : throw new InvalidOperationException($"ConnectionStrings__{name} is not set.");
}
