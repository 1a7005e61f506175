using System.ComponentModel.DataAnnotations;

namespace Rtx.Gateway.Limits;

/// <summary>Limits of one API process; section <c>Rtx:RateLimits</c>.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "Rtx:RateLimits";

    /// <summary>Failed logins per minute from one address, in all processes together.</summary>
    [Range(1, 1_000_000)]
    public int FailedLoginsPerMinutePerAddress { get; set; } = 60;

    /// <summary>Failed logins per minute for one user name from one address.</summary>
    [Range(1, 1_000_000)]
    public int FailedLoginsPerMinutePerUserAndAddress { get; set; } = 10;

    /// <summary>Tickets for hub connections per minute for one user.</summary>
    [Range(1, 1_000_000)]
    public int HubTicketsPerMinutePerUser { get; set; } = 120;

    /// <summary>Order requests per second of one account, over REST and hub together.</summary>
    [Range(1, 10_000_000)]
    public int OrdersPerSecondPerAccount { get; set; } = 20_000;

    /// <summary>Order requests that an account may send in a burst after a pause.</summary>
    [Range(1, 10_000_000)]
    public int OrderBurstPerAccount { get; set; } = 40_000;

    /// <summary>Concurrent downloads and counts in this process; more are refused. One user may have half of them.</summary>
    [Range(1, 1_000)]
    public int MaxDownloads { get; set; } = 16;

    /// <summary>Minimum bytes per second that the client of a download must read; it is cut off after ten seconds of grace.</summary>
    [Range(1, 1_000_000_000)]
    public int MinDownloadBytesPerSecond { get; set; } = 16 * 1024;

    /// <summary>
    /// Orders to place or change that this process handles concurrently, of all clients; more are refused as busy. One user may have a
    /// quarter. Cancels are not counted.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxOrdersInFlight { get; set; } = 500;

    /// <summary>
    /// Requests per second from one address that need no login. Here and below, a burst of ten times as many is allowed after a pause.
    /// </summary>
    [Range(1, 100_000_000)]
    public int OpenRequestsPerSecondPerAddress { get; set; } = 200;

    /// <summary>Logins per second from one address, right or wrong: hashing a password takes noticeable processor time.</summary>
    [Range(1, 100_000_000)]
    public int LoginsPerSecondPerAddress { get; set; } = 20;

    /// <summary>
    /// Passwords that this process checks concurrently; 16 more wait for each, further ones are refused as busy. One per four processors.
    /// </summary>
    [Range(1, 1_000)]
    public int MaxLogins { get; set; } = Math.Max(1, Environment.ProcessorCount / 4);

    /// <summary>
    /// Open connections of one address to this process, including hub connections; more are closed without an answer. Trusted proxies have
    /// no limit.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConnectionsPerAddress { get; set; } = 1_000;

    /// <summary>Reads per second of one user about accounts, orders and instruments.</summary>
    [Range(1, 100_000_000)]
    public int ReadsPerSecondPerUser { get; set; } = 200;

    /// <summary>Market data reads per second of one user, over REST and when subscribing.</summary>
    [Range(1, 100_000_000)]
    public int MarketDataReadsPerSecondPerUser { get; set; } = 200;

    /// <summary>Requests per second of one user that cancel orders, and as many for the kill switch.</summary>
    [Range(1, 100_000_000)]
    public int CancelsPerSecondPerUser { get; set; } = 20_000;

    /// <summary>Requests per second of one user that set a dead-man timer or turn a kill switch off.</summary>
    [Range(1, 100_000_000)]
    public int ControlsPerSecondPerUser { get; set; } = 100;

    /// <summary>Tick requests per second of one user; each may carry thousands of ticks.</summary>
    [Range(1, 100_000_000)]
    public int TickRequestsPerSecondPerUser { get; set; } = 2_000;

    /// <summary>Requests per second of one administrator.</summary>
    [Range(1, 100_000_000)]
    public int AdministrationPerSecondPerUser { get; set; } = 2_000;

    /// <summary>Connections to the hub per second of one user.</summary>
    [Range(1, 100_000_000)]
    public int HubConnectionsPerSecondPerUser { get; set; } = 1_000;

    /// <summary>
    /// Orders per second of one user that may be refused before they reach a silo; beyond it the user gets 429 for the rest of the second.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RefusedOrdersPerSecondPerUser { get; set; } = 100;

    /// <summary>Burst of refused orders after a pause.</summary>
    [Range(1, 1_000_000)]
    public int RefusedOrderBurstPerUser { get; set; } = 1_000;
}
