namespace Rtx.Storage.Migrations;

/// <summary>The three databases; they may live on one server or on several.</summary>
public enum DatabaseKind
{
    /// <summary>Orders, accounts and the ledger.</summary>
    Trading = 1,

    /// <summary>Ticks and candles.</summary>
    MarketData = 2,

    /// <summary>Grain state and reminders of the Orleans runtime.</summary>
    Orleans = 3,
}
