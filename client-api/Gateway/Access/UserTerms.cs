namespace Rtx.Gateway.Access;

/// <summary>Rules for user names and passwords.</summary>
public static class UserTerms
{
    public const int MinNameLength = 3;
    public const int MaxNameLength = 64;
    public const int MinPasswordLength = 8;

    /// <summary>Hashing time grows with the length.</summary>
    public const int MaxPasswordLength = 256;

    /// <summary>Names are stored and looked up in lower case.</summary>
    public static string Normalize(string userName) => userName.ToLowerInvariant();

    public static bool IsName(string userName) =>
        userName.Length is >= MinNameLength and <= MaxNameLength
            && userName.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@');

    /// <summary>Finds the user of a name in a path; null when there is none, or the text is not a valid name.</summary>
    public static async Task<UserRecord?> FindAsync(IUsersGrain users, string userName, CancellationToken cancellationToken) =>
        IsName(userName) ? await users.FindUser(Normalize(userName), cancellationToken) : null;

    public static bool IsPassword(string password) => password.Length is >= MinPasswordLength and <= MaxPasswordLength;
}
