namespace Rtx.Client;

/// <summary>Which orders to list, newest first.</summary>
public sealed record OrderFilter
{
    /// <summary>Of one instrument; of all for null.</summary>
    public string? Symbol { get; init; }

    /// <summary>Only working orders.</summary>
    public bool OpenOnly { get; init; }

    /// <summary>Only orders created before: pass the last row's <see cref="Order.CreatedAt"/> to go on.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>At most so many, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
