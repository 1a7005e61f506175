using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Rtx.Contracts;
using Rtx.Silo.Diagnostics;
using Rtx.Silo.Settings;
using Rtx.Storage.Trading;

namespace Rtx.Silo.Startup;

/// <summary>Creates the first administrator. Two silos may try concurrently: the unique user name lets one succeed.</summary>
internal sealed class AdministratorBootstrap(UserStore users, IOptions<BootstrapSettings> settings, ILogger<AdministratorBootstrap> log)
    : IStartupTask
{
    public async Task Execute(CancellationToken cancellationToken)
    {
        var (name, password) = (settings.Value.AdministratorName.ToLowerInvariant(), settings.Value.AdministratorPassword);
        if (name.Length == 0 || await users.AnyAsync((short)UserRole.Administrator, cancellationToken)) return;
        var hash = new PasswordHasher<string>().HashPassword(name, password);
        if (await users.CreateAsync(name, hash, (short)UserRole.Administrator, cancellationToken) is not null) log.AdministratorMade(name);
    }
}
