namespace Rtx.Gateway.Limits;

/// <summary>Limit class of a request; every endpoint and every hub method has one.</summary>
public enum LimitClass
{
    /// <summary>Requests without a login: probes, documents. By address.</summary>
    Open = 1,

    /// <summary>Logins. By address, and by their failures.</summary>
    Login = 2,

    /// <summary>Current accounts, orders and instruments. By user.</summary>
    Reading = 3,

    /// <summary>Market data, current and past. By user.</summary>
    MarketData = 4,

    /// <summary>
    /// Placing and changing orders: only refusals are counted (<see cref="RefusalBudget"/>); orders are limited per account and by the
    /// number in flight.
    /// </summary>
    OrderEntry = 5,

    /// <summary>Cancels. By user, with a limit above any real need: requests that reduce risk are refused last.</summary>
    Cancels = 6,

    /// <summary>Incoming ticks. By user.</summary>
    Ticks = 7,

    /// <summary>Files. By the number in progress (<see cref="DownloadGate"/>).</summary>
    Downloads = 8,

    /// <summary>Administrator operations. By user.</summary>
    Administration = 9,

    /// <summary>Hub connections. By user.</summary>
    Live = 10,

    /// <summary>
    /// The kill switch. By user, with the same limit as cancels but counted separately, so that it can always be turned on; turning it off
    /// also counts as one of <see cref="Controls"/>.
    /// </summary>
    KillSwitch = 11,

    /// <summary>Other account controls: each change is a commit. By user.</summary>
    Controls = 12,
}
