using System.ComponentModel.DataAnnotations;

namespace Rtx.ClientApi.RateLimits;

/// <summary>Limits of one API process; section <c>Rtx:RateLimits</c>.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "Rtx:RateLimits";

    /// <summary>Logins per minute from one address.</summary>
    [Range(1, 1_000_000)]
    public int LoginsPerMinutePerAddress { get; set; } = 120;

    /// <summary>Logins per minute for one user name, right or wrong.</summary>
    [Range(1, 1_000_000)]
    public int LoginsPerMinutePerUser { get; set; } = 30;

    /// <summary>Tickets for hub connections per minute for one user.</summary>
    [Range(1, 1_000_000)]
    public int HubTicketsPerMinutePerUser { get; set; } = 120;

    /// <summary>Order requests per second of one account, over REST and hub together.</summary>
    [Range(1, 10_000_000)]
    public int OrdersPerSecondPerAccount { get; set; } = 20_000;

    /// <summary>Order requests that an account may send at once after a pause.</summary>
    [Range(1, 10_000_000)]
    public int OrderBurstPerAccount { get; set; } = 40_000;

    /// <summary>Downloads that this process serves at once; more are refused as busy.</summary>
    [Range(1, 1_000)]
    public int MaxDownloads { get; set; } = 4;

    /// <summary>Requests of all clients to place or change orders that this process works on at once; more are refused as busy. Cancels are not counted.</summary>
    [Range(1, 1_000_000)]
    public int MaxOrdersInFlight { get; set; } = 500;
}
