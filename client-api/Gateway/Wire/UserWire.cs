namespace Rtx.Gateway.Wire;

public static class UserWire
{
    public static Client.User ToWire(UserRecord user) =>
        new() { UserId = user.Id.Value, UserName = user.UserName, Role = EnumWire.ToWire(user.Role) };
}
