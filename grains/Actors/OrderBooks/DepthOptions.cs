using Microsoft.Extensions.Options;

namespace Rtx.Actors.OrderBooks;

/// <summary>What of the books is recorded. Section <c>Rtx:Depth</c>.</summary>
public sealed class DepthOptions
{
    /// <summary>A snapshot of every book that serves in each span of this length, which begin at whole multiples in UTC; zero records none.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Best levels of each side in a snapshot.</summary>
    public int Levels { get; set; } = 10;

    /// <summary>Days for which snapshots are kept; 0 keeps all.</summary>
    public int RetentionDays { get; set; } = 30;
}

internal sealed class DepthOptionsValidator(IOptions<OrderBookOptions> books) : IValidateOptions<DepthOptions>
{
    private const int MostLevels = 100;

    public ValidateOptionsResult Validate(string? name, DepthOptions options)
    {
        List<string> errors = [];
        if (options.Interval != TimeSpan.Zero && (options.Interval < TimeSpan.FromSeconds(1) || options.Interval > TimeSpan.FromDays(1))) errors.Add("Rtx:Depth:Interval must be 0, or a second to a day.");
        if (options.Interval != TimeSpan.Zero && options.Interval < books.Value.HousekeepingInterval)
            errors.Add("Rtx:Depth:Interval must not be shorter than the HousekeepingInterval of the books, which look at their depth that often.");
        if (options.Levels is < 1 or > MostLevels) errors.Add($"Rtx:Depth:Levels must be 1 to {MostLevels}.");
        if (options.RetentionDays < 0) errors.Add("Rtx:Depth:RetentionDays must be 0 or more.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
