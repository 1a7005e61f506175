using Microsoft.AspNetCore.Identity;

namespace Rtx.ClientApi.Auth;

/// <summary>Hashes passwords in the format of ASP.NET Core Identity version 3 and checks them.</summary>
internal sealed class Passwords
{
    private readonly PasswordHasher<string> _hasher = new();
    private readonly string _hashOfNobody;

    public Passwords() => _hashOfNobody = Hash(Guid.NewGuid().ToString());

    public string Hash(string password) => _hasher.HashPassword(string.Empty, password);

    /// <summary>
    /// Whether the password is the user's. An unknown user takes the same time as a wrong password, so that timing does not reveal names.
    /// </summary>
    public bool Matches(UserRecord? user, string password)
    {
        var result = _hasher.VerifyHashedPassword(string.Empty, user?.PasswordHash ?? _hashOfNobody, password);
        return user is not null && result != PasswordVerificationResult.Failed;
    }
}
