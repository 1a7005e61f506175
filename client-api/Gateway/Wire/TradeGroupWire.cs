using Rtx.Model;

namespace Rtx.Gateway.Wire;

/// <summary>
/// Trade groups: outside a user's own number, inside user and number. Numbers that meant the same for everybody would let anyone join a stranger's group and cancel the
/// stranger's resting orders in place of trading with them.
/// </summary>
public static class TradeGroupWire
{
    private const int NumberBits = 32;

    public static long ToModel(UserId user, int number) => number == 0 ? 0 : checked(user.Value * (1L << NumberBits)) + number;

    public static int ToWire(long group) => (int)(group & ((1L << NumberBits) - 1));
}
