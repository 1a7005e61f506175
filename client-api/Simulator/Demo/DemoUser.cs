namespace Rtx.Simulator.Demo;

/// <summary>A user of the demo and the money on the user's account.</summary>
/// <param name="UserName">Login.</param>
/// <param name="Purpose">For people.</param>
/// <param name="Funds">Deposits by currency.</param>
internal sealed record DemoUser(string UserName, string Purpose, IReadOnlyDictionary<string, decimal> Funds)
{
    /// <summary>Quotes the simulated market.</summary>
    public const string Maker = "maker1";

    /// <summary>Trades against the quotes.</summary>
    public const string Taker = "maker2";

    /// <summary>Password of all demo users unless another one is given. It is public: the demo is for your own machine.</summary>
    public const string LocalPassword = "rtx-demo-login";

    public const string PasswordVariable = "RTX_DEMO_PASSWORD";

    /// <summary>Name of each demo user's account.</summary>
    public const string AccountName = "Demo";

    public static IReadOnlyList<DemoUser> All { get; } =
    [
        new("trader1", "trader", TraderFunds()),
        new("trader2", "trader", TraderFunds()),
        new("trader3", "trader", TraderFunds()),
        new(Maker, "market maker", MakerFunds()),
        new(Taker, "market maker", MakerFunds()),
    ];

    private static Dictionary<string, decimal> TraderFunds() => new() { ["USD"] = 1_000_000m, ["BTC"] = 10m, ["ETH"] = 200m };

    private static Dictionary<string, decimal> MakerFunds() =>
        new() { ["USD"] = 10_000_000_000m, ["BTC"] = 100_000m, ["ETH"] = 1_000_000m };
}
