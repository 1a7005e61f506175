using Rtx.Hosting.Logins;
using Rtx.Silo.Dashboard;
using Rtx.Silo.Health;
using Rtx.Silo.Settings;
using StackExchange.Redis;

namespace Rtx.Silo.Startup;

/// <summary>Puts the silo together: grains, operator pages, health.</summary>
internal static class SiloHost
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        new ConnectionStrings(builder.Configuration).RefuseLocalDefaults(builder.Environment);
        builder.Services.AddSettings(builder.Configuration, builder.Environment);
        builder.Services.AddStorage(builder.Configuration);
        builder.AddSilo();
        builder.Services.AddSiloHealth();
        builder.Services.AddDashboardLogin();
        var app = builder.Build();
        app.UseTrustedProxies();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSiloHealth();
        app.MapDashboard();
        // Connecting blocks its thread. Left to the first books that need it, it blocks those of the thread pool that it waits for itself: seconds without any answer.
        app.Services.GetRequiredService<IConnectionMultiplexer>();
        return app;
    }
}
