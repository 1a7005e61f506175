namespace Rtx.Gateway.Limits;

/// <summary>What a request counts as; every endpoint and every message is of one class.</summary>
public enum LimitClass
{
    /// <summary>What needs no login: probes, documents. By address.</summary>
    Open = 1,

    /// <summary>Logins. By address, and by what comes of them.</summary>
    Login = 2,

    /// <summary>Accounts, orders and instruments as they are. By user.</summary>
    Reading = 3,

    /// <summary>Market data, past and present. By user.</summary>
    MarketData = 4,

    /// <summary>Orders that are placed or changed: only refusals are counted (<see cref="RefusalBudget"/>), orders are by account and by what is under way.</summary>
    OrderEntry = 5,

    /// <summary>Cancels. By user, and more than anybody needs: what makes an account safe is refused last.</summary>
    Cancels = 6,

    /// <summary>Ticks that are sent in. By user.</summary>
    Ticks = 7,

    /// <summary>Files. By what is under way (<see cref="DownloadGate"/>).</summary>
    Downloads = 8,

    /// <summary>What administrators do. By user.</summary>
    Administration = 9,

    /// <summary>Connections to the hub. By user.</summary>
    Live = 10,

    /// <summary>The kill switch. By user, as many as cancels and apart from all else that he sends, so that it can always be turned on; to turn it off is one of <see cref="Controls"/>, too.</summary>
    KillSwitch = 11,

    /// <summary>What else an account does by itself: each change is a commit. By user.</summary>
    Controls = 12,
}
