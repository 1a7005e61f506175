using Rtx.Silo.Clustering;
using Rtx.Silo.Dashboard;
using Rtx.Silo.Health;
using Rtx.Silo.Startup;

namespace Rtx.Silo.Commands;

/// <summary>Runs the silo with its operator pages: dashboard behind a login, and health.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSettings(builder.Configuration, builder.Environment);
        builder.Services.AddStorage(builder.Configuration);
        builder.AddSilo();
        builder.Services.AddSiloHealth();
        builder.Services.AddDashboardLogin();
        await using var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSiloHealth();
        app.MapDashboard();
        await app.RunAsync(cancellationToken);
        return 0;
    }
}
