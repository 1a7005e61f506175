namespace Rtx.Hosting.Logins;

/// <summary>How many logins may fail in a minute.</summary>
/// <param name="PerAddress">Of whatever users, from one address.</param>
/// <param name="PerUserAndAddress">Of one user, from one address.</param>
public readonly record struct FailedLoginLimits(int PerAddress, int PerUserAndAddress);
