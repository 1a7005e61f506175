namespace Rtx.Client;

/// <summary>Which orders to list, newest first.</summary>
public sealed record OrderFilter
{
    /// <summary>Limits the result to one instrument; null for all.</summary>
    public string? Symbol { get; init; }

    /// <summary>Only open orders.</summary>
    public bool OpenOnly { get; init; }

    /// <summary>Limits the result to one tag; null for all.</summary>
    public string? Tag { get; init; }

    /// <summary>
    /// Only orders created before this time. To read page by page use <see cref="OrdersClient.ReadAsync"/>: many orders may share one time.
    /// </summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Maximum number of items, or the page size when reading page by page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
