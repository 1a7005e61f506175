using Rtx.Model;

namespace Rtx.Testing.Matching;

/// <summary>A few tags to draw from: texts, and numbers as in the old format.</summary>
public static class Tags
{
    /// <summary>The tag of a number: none of 0, a number of 1, a text of all others.</summary>
    public static OrderTag Of(int number) => number switch { 0 => default, 1 => OrderTag.Of(1), _ => new OrderTag($"grid:{number}") };
}
