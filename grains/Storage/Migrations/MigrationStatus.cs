using Rtx.Model;

namespace Rtx.Storage.Migrations;

/// <summary>One migration and whether the database has it.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Description">What it changes, with the flavour where there are several.</param>
/// <param name="AppliedAt">When it was applied; null when it was not.</param>
/// <param name="IsKnown">False when the database has it but this program does not: a newer program has migrated it.</param>
public sealed record MigrationStatus(long Version, string Description, Timestamp? AppliedAt, bool IsKnown);
