using System.CommandLine;

namespace Rtx.Cli.OrderEntry;

/// <summary>Client order ids of a command's orders.</summary>
internal static class OrderNames
{
    public static Option<string?> Option() => new("--id")
    {
        Description = "Your own name for the order, for a list the beginning of its orders' names; repeating a command with it does nothing twice. Made up unless given.",
    };

    /// <summary>The name that was given, or a new one.</summary>
    public static string Of(string? given) => given ?? $"rtx-{Guid.CreateVersion7():N}";

    /// <summary>The orders of a list, named by its name and their position.</summary>
    public static IReadOnlyList<PlaceOrderRequest> Name(string list, IEnumerable<PlaceOrderRequest> orders) =>
        [.. orders.Select((order, index) => order with { ClientOrderId = $"{list}-{index + 1}" })];
}
