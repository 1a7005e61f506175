namespace Rtx.Client;

/// <summary>Which orders to list, newest first.</summary>
public sealed record OrderFilter
{
    /// <summary>Of one instrument; of all for null.</summary>
    public string? Symbol { get; init; }

    /// <summary>Only working orders.</summary>
    public bool OpenOnly { get; init; }

    /// <summary>Of one tag; of all for null.</summary>
    public string? Tag { get; init; }

    /// <summary>Only orders created before this time. To read page by page use <see cref="OrdersClient.ReadAsync"/>: many orders may have one time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>At most so many, or so many in a page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
