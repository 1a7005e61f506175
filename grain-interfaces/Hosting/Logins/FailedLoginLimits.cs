namespace Rtx.Hosting.Logins;

/// <summary>Maximum number of failed logins per minute.</summary>
/// <param name="PerAddress">From one address, for all users together.</param>
/// <param name="PerUserAndAddress">From one address, for one user.</param>
public readonly record struct FailedLoginLimits(int PerAddress, int PerUserAndAddress);
