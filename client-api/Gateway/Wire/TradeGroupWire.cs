using Rtx.Model;

namespace Rtx.Gateway.Wire;

/// <summary>
/// Trade groups: the user's own number on the wire, user and number inside. If numbers were global, anyone could join a stranger's group
/// and cancel the stranger's resting orders instead of trading with them.
/// </summary>
public static class TradeGroupWire
{
    private const int NumberBits = 32;

    public static long ToModel(UserId user, int number) => number == 0 ? 0 : checked(user.Value * (1L << NumberBits)) + number;

    public static int ToWire(long group) => (int)(group & ((1L << NumberBits) - 1));
}
