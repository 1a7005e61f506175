using System.ComponentModel.DataAnnotations;

namespace Rtx.Gateway.Limits;

/// <summary>Limits of one API process; section <c>Rtx:RateLimits</c>.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "Rtx:RateLimits";

    /// <summary>Logins per minute from one address that may fail, in all processes together.</summary>
    [Range(1, 1_000_000)]
    public int FailedLoginsPerMinutePerAddress { get; set; } = 60;

    /// <summary>Those of one user name.</summary>
    [Range(1, 1_000_000)]
    public int FailedLoginsPerMinutePerUserAndAddress { get; set; } = 10;

    /// <summary>Tickets for hub connections per minute for one user.</summary>
    [Range(1, 1_000_000)]
    public int HubTicketsPerMinutePerUser { get; set; } = 120;

    /// <summary>Order requests per second of one account, over REST and hub together.</summary>
    [Range(1, 10_000_000)]
    public int OrdersPerSecondPerAccount { get; set; } = 20_000;

    /// <summary>Order requests that an account may send at once after a pause.</summary>
    [Range(1, 10_000_000)]
    public int OrderBurstPerAccount { get; set; } = 40_000;

    /// <summary>Downloads and counts that this process serves at once; more are refused. A user alone has half of them.</summary>
    [Range(1, 1_000)]
    public int MaxDownloads { get; set; } = 16;

    /// <summary>Bytes per second that the client of a download must take, or it is cut off when it has used up its ten seconds of grace.</summary>
    [Range(1, 1_000_000_000)]
    public int MinDownloadBytesPerSecond { get; set; } = 16 * 1024;

    /// <summary>
    /// Orders of all clients to place or change that this process works on at once; more are refused as busy. A user alone has a quarter. Cancels are not counted.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxOrdersInFlight { get; set; } = 500;

    /// <summary>Requests per second from one address for what needs no login. Here and below, ten times as many may come at once after a pause.</summary>
    [Range(1, 100_000_000)]
    public int OpenRequestsPerSecondPerAddress { get; set; } = 200;

    /// <summary>Logins per second from one address, right or wrong: to hash a password takes a processor for a while.</summary>
    [Range(1, 100_000_000)]
    public int LoginsPerSecondPerAddress { get; set; } = 20;

    /// <summary>Logins whose password this process checks at once; 16 for each wait, more are refused as busy. One for four processors.</summary>
    [Range(1, 1_000)]
    public int MaxLogins { get; set; } = Math.Max(1, Environment.ProcessorCount / 4);

    /// <summary>Connections that one address may have open to this process, those of the hub included; more are closed without an answer. Trusted proxies may have any number.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnectionsPerAddress { get; set; } = 1_000;

    /// <summary>Questions per second of one user about accounts, orders and instruments.</summary>
    [Range(1, 100_000_000)]
    public int ReadsPerSecondPerUser { get; set; } = 200;

    /// <summary>Questions per second of one user for market data, over REST and when subscribing.</summary>
    [Range(1, 100_000_000)]
    public int MarketDataReadsPerSecondPerUser { get; set; } = 200;

    /// <summary>Requests per second of one user that cancel orders, and as many for the kill switch.</summary>
    [Range(1, 100_000_000)]
    public int CancelsPerSecondPerUser { get; set; } = 20_000;

    /// <summary>Requests per second of one user that set a dead-man timer or turn a kill switch off.</summary>
    [Range(1, 100_000_000)]
    public int ControlsPerSecondPerUser { get; set; } = 100;

    /// <summary>Requests per second of one user that send ticks; each has up to thousands of them.</summary>
    [Range(1, 100_000_000)]
    public int TickRequestsPerSecondPerUser { get; set; } = 2_000;

    /// <summary>Requests per second of one administrator.</summary>
    [Range(1, 100_000_000)]
    public int AdministrationPerSecondPerUser { get; set; } = 2_000;

    /// <summary>Connections to the hub per second of one user.</summary>
    [Range(1, 100_000_000)]
    public int HubConnectionsPerSecondPerUser { get; set; } = 1_000;

    /// <summary>Orders per second of one user that may be refused before a silo hears of them; when more are, the user is answered with 429 for the rest of the second.</summary>
    [Range(1, 1_000_000)]
    public int RefusedOrdersPerSecondPerUser { get; set; } = 100;

    /// <summary>Orders that may be refused at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int RefusedOrderBurstPerUser { get; set; } = 1_000;
}
