using Rtx.Hosting.Health;
using Rtx.Hosting.Logins;
using Rtx.Hosting.Redis;
using Rtx.Silo.Dashboard;
using Rtx.Silo.Health;
using Rtx.Silo.Settings;

namespace Rtx.Silo.Startup;

/// <summary>Builds the silo host: grains, operator pages, health.</summary>
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
        app.MapHealthPages();
        app.MapDashboard();
        app.Services.ConnectRedis();
        return app;
    }
}
