namespace Rtx.Storage.Migrations;

/// <summary>
/// Which of two equivalent schemas a database has. It is decided once, by the first migration with flavours, and then kept.
/// </summary>
public enum SchemaFlavour
{
    /// <summary>PostgreSQL alone.</summary>
    Plain = 1,

    /// <summary>PostgreSQL with the TimescaleDB extension.</summary>
    Timescale = 2,
}
