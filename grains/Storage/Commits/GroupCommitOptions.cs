using Microsoft.Extensions.Options;

namespace Rtx.Storage.Commits;

/// <summary>Limits of the group commit. Section <c>Rtx:GroupCommit</c>.</summary>
public sealed class GroupCommitOptions
{
    /// <summary>Units that may wait in a lane; more are refused as busy.</summary>
    public int MaxQueuedUnits { get; set; } = 4_096;

    /// <summary>Units in one transaction.</summary>
    public int MaxUnitsPerFlush { get; set; } = 512;

    /// <summary>Rows in one transaction, unless a single unit has more: a flush that has as many takes no further unit.</summary>
    public int MaxRowsPerFlush { get; set; } = 4_000;

    /// <summary>A unit of a book with at least so many rows uses a lane of its own, so that it delays no others.</summary>
    public int LargeUnitRows { get; set; } = 250;

    /// <summary>
    /// How long a lane waits for more units before a flush that is not full. Zero by default: the next flush fills while one runs, and the
    /// shortest timer takes longer than a whole commit.
    /// </summary>
    public TimeSpan Linger { get; set; }

    /// <summary>Whether accounts commit on a connection of their own, so that an order's answer does not wait for the settlement of others.</summary>
    public bool SeparateAccounts { get; set; } = true;

    /// <summary>How long a transaction of few rows may take before its outcome counts as unknown.</summary>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Additional time for each thousand rows: a unit can't be split, and a retry would time out again.</summary>
    public TimeSpan FlushTimeoutPerThousandRows { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Attempts of a transaction that the database rolled back because of a deadlock or a serialization failure.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>How long a transaction of so many rows may take.</summary>
    internal TimeSpan TimeoutOf(int rows) => FlushTimeout + (FlushTimeoutPerThousandRows * (rows / 1000.0));
}

internal sealed class GroupCommitOptionsValidator : IValidateOptions<GroupCommitOptions>
{
    public ValidateOptionsResult Validate(string? name, GroupCommitOptions options)
    {
        List<string> errors = [];
        if (options.MaxQueuedUnits is < 1 or > 1_000_000) errors.Add("MaxQueuedUnits must be 1 to 1,000,000.");
        if (options.MaxUnitsPerFlush is < 1 or > 100_000) errors.Add("MaxUnitsPerFlush must be 1 to 100,000.");
        if (options.MaxRowsPerFlush is < 1 or > 1_000_000) errors.Add("MaxRowsPerFlush must be 1 to 1,000,000.");
        if (options.LargeUnitRows is < 1 or > 1_000_000) errors.Add("LargeUnitRows must be 1 to 1,000,000.");
        if (options.FlushTimeoutPerThousandRows < TimeSpan.Zero || options.FlushTimeoutPerThousandRows > TimeSpan.FromMinutes(1))
            errors.Add("FlushTimeoutPerThousandRows must be 0 to 1 minute.");
        if (options.Linger < TimeSpan.Zero || options.Linger > TimeSpan.FromSeconds(1)) errors.Add("Linger must be 0 to 1 second.");
        if (options.FlushTimeout < TimeSpan.FromSeconds(1) || options.FlushTimeout > TimeSpan.FromMinutes(1)) errors.Add("FlushTimeout must be 1 second to 1 minute.");
        if (options.MaxAttempts is < 1 or > 10) errors.Add("MaxAttempts must be 1 to 10.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
